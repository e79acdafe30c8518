import { anyOf } from '../matching/any-of.ts';
import type { Phrase } from './phrase.ts';

/** How a server says that it does not know our session. In a tool's own words a session is one of a browser or a login. */
export const SESSION_PHRASES: readonly Phrase[] = [
  {
    kind: 'protocol',
    code: 'SESSION_LOST',
    corrects: true,
    retryable: true,
    only: 'transport',
    text: anyOf`
      \bsession (?:id )?(?:was |is |has )?(?:not found|expired|terminated|closed|invalid|gone|does not exist|not initialized|unknown|is required|required|missing)\b
      \bno valid session\b
      \binvalid (?:or (?:missing|expired) )?(?:mcp[- ]?)?session\b
      \b(?:unknown|missing|expired|no active) (?:mcp[- ])?session\b
      \b(?:server|session) (?:is )?not (?:yet )?initialized\b
      \bno transport found for session\b
      \bno active transport\b
      \bcould not find session\b
      \bno such session\b
      \binitialization (?:was )?not complete\b
      \bbefore initialization (?:was |is )?complete
      \b(?:invalid|not allowed|not permitted) (?:before|during) (?:session )?initiali[sz]ation\b
      \bsession (?:id )?has been (?:terminated|closed|deleted|removed|invalidated)\b
      \bmcp-session-id(?: header)? (?:is |was )?(?:required|missing|invalid|unknown|not (?:found|provided|valid))\b
      \b(?:requires?|missing|without|needs?|no|include|invalid|unknown) (?:an? |the |valid )*mcp-session-id\b
      \b(?:requires?|needs?) an? (?:active|valid|existing|open) session\b
      \bnew session can only be created by\b
      \bbroken session\b
      \bsession id (?:required|missing|expected|not provided)\b
      \bexpect(?:s|ed|ing)?:? (?:an? |the )?initiali[sz]ed? (?:request|notification|message)\b
      \b(?:first|initial) (?:message|request) must be (?:an? )?['"\`]?initialize\b
      \bmust (?:be initiali[sz]ed|(?:call |send )?initiali[sz]e) (?:first|before)\b
      \b(?:client|connection) (?:is |was |has )?not (?:yet )?(?:been )?initiali[sz]ed\b
    `,
    unless: anyOf`
      \b(?:log ?in|sign ?in|password|jwt|missing sessionid parameter)\b
    `,
  },
  {
    kind: 'protocol',
    code: 'SESSION_ALREADY_INITIALIZED',
    corrects: true,
    text: anyOf`
      \balready initialized\b
    `,
  },
  {
    kind: 'protocol',
    code: 'VERSION_UNSUPPORTED',
    corrects: true,
    text: anyOf`
      \b(?:unsupported|incompatible|unknown|invalid) (?:mcp )?protocol[ -]version\b
      \bprotocol version (?:is )?(?:not supported|unsupported|mismatch)
      \b(?:unsupported|invalid|unknown|incompatible|missing) (?:value for )?(?:the )?mcp-protocol-version\b
    `,
  },
  {
    kind: 'protocol',
    code: 'UNEXPECTED_CONTENT',
    corrects: true,
    text: anyOf`
      \bmissing sessionid parameter\b
      \bclient must accept\b
      \bcontent-type must be\b
      \bunsupported media type\b
      \bnot acceptable:
      \baccept (?:header )?must (?:contain|include|accept|be|allow)\b
      \b(?:invalid|missing|unsupported|unacceptable|wrong) accept(?: header)?\b
      \b(?:application/json|text/event-stream)['"]? (?:is |are )?(?:required|expected|missing) in (?:the )?accept\b
      \b(?:invalid|unsupported|missing|wrong|unexpected) content[- ]type\b
      \bmust accept (?:both )?['"]?(?:application/json|text/event-stream)\b
    `,
    only: 'transport',
  },
  {
    kind: 'protocol',
    code: 'INVALID_MESSAGE',
    corrects: true,
    only: 'transport',
    text: anyOf`
      \b(?:unrecognized|unrecognised|unknown|unexpected|unsupported|invalid|malformed) (?:sse|server-sent)\b
      \b(?:unrecognized|unrecognised|unknown|unexpected|unsupported|invalid|malformed) (?:\w+ )?(?:event|message|frame|notification) type\b
      \b(?:unknown|unexpected|unrecognized) (?:\w+ )?(?:message|request|response) id\b
      \b(?:invalid|malformed|not an?|not a valid|unexpected) json-?rpc\b
      \bmessage is not json-?rpc\b
      \bfor an? unknown (?:request|message)\b
    `,
  },
];
