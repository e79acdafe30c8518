import { isPlaceholder, isStatusWord } from '../values/value-shape.ts';
import { isNameStart, skipBlanks } from './characters.ts';
import type { Findings } from './findings.ts';
import { readQuoted } from './quoted.ts';

/**
 * Finds passwords that are given to functions by their place: `new PDO("…", "user", "x")`, `login("user", "x")`. Stack traces
 * of some languages show what functions were called with.
 */
export function findCallArguments(text: string, findings: Findings): void {
  let done = 0;
  for (const match of text.matchAll(CALL)) {
    if (match.index < done) continue;
    const place = match[1] === undefined ? 1 : 2;
    const from = argumentAt(text, match.index + match[0].length, place);
    const quoted = from < 0 ? undefined : readQuoted(text, from);
    if (quoted === undefined) continue;
    done = quoted.end;
    const value = text.slice(quoted.start, quoted.end);
    if (value.length < MIN_PASSWORD || isPlaceholder(value) || isStatusWord(value)) continue;
    findings.add(quoted.start, quoted.end, 'password');
  }
}

/** The calls whose third argument is the password, and those whose second is. */
const CALL =
  /\b(?:(PDO|mysqli|mysqli_connect|mysql_connect|pg_pconnect|ldap_bind|ftp_login|imap_open|ssh2_auth_password|getConnection)(?:(?:->|::)__construct)?|HTTPBasicAuth|HTTPDigestAuth|BasicAuth|SetBasicAuth|basic_auth|login|Login|setCredentials|setBasicAuth|NetworkCredential|PasswordAuthentication|UsernamePasswordCredentials|UsernamePasswordAuthenticationToken)\(/g;
const MIN_PASSWORD = 4;

/** Where the argument of that place starts; -1 where it can't be told. */
function argumentAt(text: string, from: number, place: number): number {
  let at = skipBlanks(text, from);
  for (let before = 0; before < place; before += 1) {
    const quoted = readQuoted(text, at);
    if (quoted !== undefined) at = quoted.after;
    else if (isNameStart(text.charCodeAt(at))) at += /^[\w$.>-]{1,64}/.exec(text.slice(at, at + 64))?.[0].length ?? 0;
    else return -1;
    at = skipBlanks(text, at);
    if (text.charAt(at) !== ',') return -1;
    at = skipBlanks(text, at + 1);
  }
  return at;
}
