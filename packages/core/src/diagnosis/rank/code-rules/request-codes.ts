import { anyOf } from '../matching/any-of.ts';
import type { CodeRule } from './code-rule.ts';

/** Codes that speak of what was asked for, and of those who should answer. */
export const REQUEST_CODES: readonly CodeRule[] = [
  // Not there
  {
    words: anyOf`
      \b(?:tool|method|function|command|operation|action) (?:is )?(?:not found|unknown|unsupported|not supported|not available)\b
      \b(?:unknown|unsupported|invalid|no such) (?:tool|method|command|operation|action)\b
    `,
    kind: 'tool_not_found',
    code: 'TOOL_NOT_FOUND',
  },
  // What a request names is not there: its own fields.
  {
    words: anyOf`
      \b(?:field|column|property|argument|option)(?: (?:name|id|key))? not ?found\b
    `,
    kind: 'validation',
    code: 'INVALID_ARGUMENTS',
  },
  {
    words: anyOf`
      \bno ?t ?found\b
      \bno such\b
      \bnot exists?\b
      \b(?:does|do) ?n(?:o|')?t exist\b
      \bmissing (?:resource|record|object)\b
      \bresource missing\b
      \bnon ?exist(?:ent|ing)\b
      \bunknown (?:user|channel|message|guild|member|role|file|resource|page|record|project|database|collection|table|index|bucket|object|topic|queue|host|entity|webhook|interaction)\b
      \b(?:is )?deleted\b
      \bgone\b
      \benoent\b
      \bnotfound\b
      \bunknown \w+ id\b
      \bno (?:results?|records?|rows?|data)\b
    `,
    kind: 'not_found',
    code: 'ITEM_NOT_FOUND',
  },
  // Not now
  {
    words: anyOf`
      \b(?:service|server|system|model|engine|backend|cluster|node|database) (?:\w+ )?(?:unavailable|overloaded|busy|down|not ready|starting|maintenance|offline|loading)\b
      \bunavailable\b
      \boverloaded\b
      \b(?:not|no) (?:a )?leader\b
      \bleader not available\b
      \bcoordinator (?:not available|load in progress)\b
      \bnot enough replicas\b
      \brebalance in progress\b
      \bnot writable primary\b
      \bmaintenance\b
      \btoo busy\b
      \bis busy\b
      \btoo many simultaneous\b
      \bserver ?busy\b
      \bcapacity\b
      \bnot ready\b
      \bshutting ?down\b
      \bshutdown\b
      \bbad gateway\b
      \bcircuit\b
      \bnot primary\b
      \bnot master\b
      \bno primary\b
      \btoo many (?:clients|connections)\b
      \bmaster ?down\b
      \bcluster ?down\b
    `,
    kind: 'unavailable',
  },
  {
    words: anyOf`
      \bconnection (?:refused|reset|closed|error|failed|failure|lost|aborted|does not exist|exception)\b
      \bnetwork (?:error|failure|timeout|unreachable)\b
      \bsocket (?:error|closed|hang ?up)\b
      \b(?:dns|host) (?:error|lookup|not resolved|unreachable)\b
      \bconnect error\b
      \berr (?:name not resolved|connection|internet|address|network)\b
    `,
    kind: 'connection',
    code: 'UPSTREAM_UNREACHABLE',
  },
  {
    words: anyOf`
      \bcancell?ed\b
      \baborted by (?:user|client)\b
      \bquery cancell?ed\b
      \boperation cancell?ed\b
      \bdeclined\b
    `,
    kind: 'cancelled',
  },
  // The way of speaking
  {
    words: anyOf`
      \b(?:invalid|malformed|unexpected|bad|non json) response\b
      \bresponse (?:invalid|parse|validation|parsing)\b
      \bnot acceptable\b
      \bunsupported media type\b
      \bprotocol (?:error|version)\b
      \bmethod not allowed\b
      \bjson decode\b
      \bdecode error\b
    `,
    kind: 'protocol',
    code: 'RESPONSE_MALFORMED',
  },
  {
    words: anyOf`
      \b(?:payload|request|entity|body|content|message|file|msg|text|query|uri|url) (?:\w+ )?too (?:large|long|big)\b
      \btoo (?:large|long|big)\b
      \b(?:size|length) (?:limit )?exceeded\b
    `,
    kind: 'validation',
    code: 'REQUEST_TOO_LARGE',
  },
  {
    words: anyOf`
      \b(?:parse|parsing|syntax|query|compile|compilation) (?:error|exception|failed|shard)\b
      \bundefined (?:column|function|parameter|field)\b
      \bunknown column\b
      \bbad ?value\b
    `,
    kind: 'validation',
    code: 'INVALID_QUERY',
  },
  {
    words: anyOf`
      \binvalid\b
      \bvalidat
      \bbad \w+
      \bmissing\b
      \brequired\b
      \bmalformed\b
      \bunsupported\b
      \bsku not available\b
      \billegal\b
      \bout ?of ?range\b
      \btoo (?:short|small|many|few)\b
      \bunprocessable\b
      \bschema\b
      \bunknown (?:field|parameter|argument|property|option|attribute)\b
      \btype mismatch\b
      \bconstraint\b
      \bnot supported\b
      \bunrecognized\b
      \bno text\b
      \bunexpected (?:field|parameter|argument|value)\b
      \bexceeds? (?:max|maximum)\b
      \bmax \w+ exceeded\b
      \bmismatch\b
      \bempty \w+
      \bincorrect\b
      \bcontent filter\b
      \bcontent policy\b
      \bunparsable\b
      \bunparseable\b
    `,
    kind: 'validation',
  },
  {
    words: anyOf`
      \binternal (?:\w+ )?(?:error|failure|exception)\b
      \bserver (?:error|failure|exception)\b
      \binternal\b
      \bbackend error\b
    `,
    kind: 'server_error',
    code: 'INTERNAL_ERROR',
    retryable: true,
  },
  {
    words: anyOf`
      \bunhandled\b
      \bunexpected (?:error|exception)\b
      \bfatal\b
      \bpanic\b
    `,
    kind: 'server_error',
    code: 'SERVER_ERROR',
  },
];
