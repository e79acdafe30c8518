import type { Clue } from './clue.ts';

const MISSING =
  /\b([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\b['"`]?(?:,? (?:and|or) ['"`]?[A-Z][A-Z0-9_]+['"`]?)?(?: \(?env(?:ironment)?\)? ?)?[\w\s]{0,40}?\b(?:not (?:set|configured|defined|provided|found|specified)|(?:is|are|must be) (?:required|missing|set|provided|unset|undefined|empty|configured)|required|missing|unset)\b/;
const ASKED =
  /\b(?:[Mm]issing|[Ss]et|[Pp]rovide|[Dd]efine|[Cc]onfigure|[Nn]o)\b(?: the| a| your| valid| required)*(?: environment variables?| env(?: var(?:iable)?s?)?)?:? ['"`]?([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\b(?=.{0,80}\b(?:env|variable|set|configured|missing|required|provided|found)\b|['"`]?[.]?$)/;
const CREDENTIAL_NAME = /(?:^|_)(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD|PAT|CREDENTIALS?|APIKEY|AUTH)(?:_|$)/;

/**
 * Reads the name of a variable that somebody forgot to set. Where a tool was called, a forgotten credential is what the
 * call lacks; while the server starts, it is a matter of its configuration.
 */
export function readMissingVariable(text: string, hasTool: boolean): Clue | undefined {
  if (!/[A-Z]_[A-Z]/.test(text)) return undefined;
  const name = (MISSING.exec(text) ?? ASKED.exec(text))?.[1];
  if (name === undefined) return undefined;
  if (hasTool && CREDENTIAL_NAME.test(name)) {
    return {
      source: 'text',
      value: name,
      kind: 'authentication',
      code: 'CREDENTIALS_MISSING',
      reason: 'missing',
      isGeneral: false,
    };
  }
  return { source: 'text', value: name, kind: 'configuration', code: 'VARIABLE_MISSING', isGeneral: false };
}
