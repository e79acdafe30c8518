import { anyOf } from '../matching/any-of.ts';
import type { Phrase } from './phrase.ts';

/** There is no such tool, or no such method. */
export const TOOL_PHRASES: readonly Phrase[] = [
  {
    kind: 'tool_not_found',
    code: 'TOOL_NOT_FOUND',
    corrects: true,
    text: anyOf`
      \b(?:unknown|unrecognized|unsupported|unregistered|invalid|undefined|no such|non-?existent) tool\b(?! (?:inputs?|arguments?|parameters?|calls?)\b)
      \btool (?:name )?['"\`]?[\w.:/-]{1,128}['"\`]? (?:was |is |does )?(?:currently )?(?:not (?:found|available|registered|supported|known|exist|enabled|recognized|implemented)|unknown|disabled|unavailable)\b
      \btool (?:is )?not (?:found|available|registered|supported|implemented)\b
      \bno tool (?:is )?(?:named|called|with|registered|found)\b
      \btools? (?:are )?not supported\b
      \b(?:could not|cannot|can't|unable to) find (?:the )?tool\b
      \bis not a (?:known|registered|valid) tool\b
      \bno handler (?:for|registered)\b
      \btool ['"\`]?[\w.:/-]{1,128}['"\`]? doesn't exist\b
      \btool \([^)\n]{1,128}\) (?:was |is )?(?:not found|unknown|not available)\b
    `,
    unless: anyOf`
      \bdisabled by (?:the |your )?(?:\w+ )?(?:policy|admin|administrator|organization|owner|operator)\b
      \b(?:in|because of|due to|while in) read[- ]?only\b
    `,
  },
  {
    kind: 'tool_not_found',
    code: 'METHOD_NOT_FOUND',
    corrects: true,
    text: anyOf`
      ^method not found\b
      \bmethod ['"\`]?[\w/.:$-]{1,80}['"\`]? (?:is )?(?:not (?:found|supported|implemented)|does not exist|unknown)\b
      \bunknown (?:rpc )?method\b
      \bserver does not support (?:tools|prompts|resources|logging|completions?|sampling|\w+/\w+)\b
      \bunknown function\b(?!.{0,40}\bsql\b)
      \bcapability (?:is )?not supported\b
    `,
    unless: anyOf`
      \bhttp method\b
    `,
  },
];

/** Arguments that do not fit the schema of the tool, as the SDKs and their validators say it. */
export const SCHEMA_PHRASES: readonly Phrase[] = [
  {
    kind: 'validation',
    code: 'INVALID_ARGUMENTS',
    corrects: true,
    text: anyOf`
      \binput validation error\b
      \binvalid (?:tool )?arguments? for\b
      \bparameter validation failed\b
      \bvalidation errors? for \S
      \binvalid_type\b
      \binvalid_string\b
      \binvalid_enum_value\b
      \binvalid_union\b
      \bunrecognized_keys\b
      \bunexpected keyword argument\b
      \bmissing \d+ required (?:positional|keyword)
      \bis a required property\b
      \badditional properties (?:are|is) not allowed\b
      \bmust have required property\b
      \bmust not have additional properties\b
      \bis not of type ['"\w]
      \bis not one of \[
      \bexpected (?:an? )?(?:string|number|integer|boolean|object|array)[^a-z]{1,3}(?:but )?(?:received|got|found)\b
      \binput should be (?:a |an )?(?:valid|greater|less|one)
      \bfield required\b
      \bdeserialize\b.{0,120}\b(?:missing field|unknown field|invalid type)
      \bfailed to deserialize (?:parameters|arguments|params)\b
      \bschema validation failed\b
      \bdata must (?:have|be|contain|not)\b
      \bvalue_error\b
      \btoo_(?:small|big)\b
    `,
    unless: anyOf`
      \b(?:response|output|result)\b.{0,60}\b(?:schema|validation|valid)\b
      \bstructured ?content\b
      \bvalidation errors? for \w*(?:output|response|result)s?\b
    `,
  },
];

/** What a server says when it has a bug, or stumbles over what it got. */
export const BUG_PHRASES: readonly Phrase[] = [
  {
    kind: 'server_error',
    code: 'SERVER_BUG',
    corrects: true,
    retryable: false,
    text: anyOf`
      \bcannot (?:read|set) propert(?:y|ies) of\b
      \bcan't (?:access|read) propert
      \bis not a function\b
      \bis not iterable\b
      \bis not a constructor\b
      \bis not defined$
      \b(?:undefined|null) is not an object\b
      'nonetype' object\b
      \bobject has no attribute\b
      \bobject is not (?:subscriptable|callable|iterable)\b
      \blist index out of range\b
      \bnil pointer\b
      \binvalid memory address\b
      \bindex out of range \[
      \bnull ?pointer\b
      \bpanic(?:ked)?(?::| at)
      \bassertion failed\b
      \bsegmentation fault\b
      \bunwrap\(\)
      \bmaximum (?:call stack|recursion depth)\b
      \bunsupported operand\b
      \bstring indices must be\b
      \bcannot destructure\b
      \bbody is unusable\b
      \bconverting circular structure\b
      \bnot json serializable\b
      \bmissing \d+ required positional arguments?: 'self'
      \blocal variable\b.{0,60}\breferenced before\b
      \bcannot access local variable\b
      \bheap out of memory\b
      \bout of memory\b
      \basync\b.{0,40}\bwas never awaited\b
      \bcoroutine\b
      \bnot implemented(?: yet)?$
      \bis not assignable\b
      \bassignment to constant variable\b
      \breduce of empty array\b
      \binvalid array length\b
      \bevent loop is closed\b
    `,
    unless: anyOf`
      \bgpu\b
      \bcuda\b
    `,
  },
];
