import { anyOf } from '../matching/any-of.ts';
import type { Phrase } from './phrase.ts';

/** What came back from behind the server can't be understood. */
export const RESPONSE_PHRASES: readonly Phrase[] = [
  {
    kind: 'validation',
    code: 'INVALID_ARGUMENTS',
    corrects: true,
    text: anyOf`
      \berror (?:parsing|converting|unmarshalling|decoding) (?:stdin|yaml|the input|input|your|the (?:file|manifest|config))
      \byaml: (?:line|unmarshal)
      \binvalid json (?:in|for|format|provided|input|string|body|payload|argument|parameter|syntax)\b
      \bfailed to parse (?:the )?(?:arguments?|input|request|parameters?|params|filter|body|query|payload|date|expression|yaml|your)\b
      \brequest body (?:is )?(?:not valid|invalid|malformed)\b
      \b(?:json )?parse error (?:in|on) (?:request|input)\b
      \bproblems parsing json\b
      \bcould not parse (?:the )?(?:json )?(?:body|request|input)\b
      \bmust be (?:a )?valid json\b
    `,
  },
  {
    kind: 'protocol',
    code: 'RESPONSE_MALFORMED',
    corrects: true,
    text: anyOf`
      \bunexpected token\b.{0,120}\bjson\b
      \bis not valid json\b
      \bunexpected end of json input\b
      \bin json at position \d
      \bunexpected non-whitespace character after json\b
      \binvalid character\b.{0,20}\blooking for beginning of value\b
      \bexpecting value: line\b
      \bexpected value at line 1 column 1\b
      \bjsondecodeerror\b
      \bnon-json\b
      \binvalid json (?:from|returned|received|response)\b
      \b(?:received|got|returned) (?:an? )?(?:invalid|malformed|unparseable|non-) ?json\b
      \bjson\.parse\b
      \b(?:malformed|invalid|unexpected|unparseable|unrecognized|garbled|bad) (?:\w+ )?(?:response|reply|answer|content type|content-type|payload from|response body)\b
      \bresponse (?:body )?(?:was|is|could not be|did not|does not|failed|has|not|validation|from server|parse|schema) ?(?:\w+ ){0,3}(?:valid|match|parsed?|validat|json|schema|decoded?|malformed|invalid|expected)
      \bfailed to (?:parse|decode|deserialize|validate|unmarshal) (?:\w+ ){0,3}(?:response|reply|json|body|result|output|html|xml)\b
      \bcould not (?:parse|decode) (?:\w+ ){0,3}(?:response|reply|json|output)\b
      \berror (?:parsing|decoding) (?:\w+ ){0,3}(?:response|json|reply|result)\b
      \boutput validation error\b
      \boutput schema\b
      \b(?:invalid|malformed|missing) structured ?content\b
      \bstructured ?content\b.{0,60}\b(?:match|schema|missing|required|did not)
      \bjson: cannot unmarshal\b
      \bexpected (?:a )?json\b
      \b(?:page|site|html|dom|document) (?:structure|layout|markup|format) (?:may have |might have |has |was )?changed\b
      \blayout (?:may have |might have |has )?changed\b
      \breturned (?:an? )?(?:unexpected|invalid|malformed|unknown|unsupported|unparseable|bad|non-?json) (?:\w+ )?(?:format|json|data|response|payload|structure|content)\b
      \bmissing (?:key|field|property|attribute)s? ['\"\`]?[\w.-]{1,60}['\"\`]? (?:in|from) (?:the )?(?:\w+ )?(?:response|reply|result|answer)\b
      \b(?:unable|failed) to parse (?:the )?(?:\w+(?:'s)? ){0,3}(?:answer|results?)\b
      \bcannot unmarshal \w+ into go (?:value|struct)\b
      \b(?:unable to|could not|couldn't|cannot) (?:parse|decode) (?:the )?(?:\w+ ){0,2}(?:response|json|reply|output)\b
      \breceived html\b
      \bhtml (?:instead of|page|response)\b
      \bmimetype\b.{0,40}\bjson\b
      \berror decoding response body\b
      \bmissing field \`[^\`]{1,60}\` at line\b
      \bno (?:request_id|content|data|choices) (?:returned|in response)\b
      \bempty response (?:from|body)\b
      \bvalidation errors? for \w*(?:output|response|result)s?\b
      \bexpected begin_(?:object|array) but was\b
      \bmalformedjsonexception\b
      ['\"]<['\"] is an invalid start of a value\b
      \bcharacter encountered while parsing value: <
      \bunexpected character \('<'
      \bunexpected token (?:at )?\W?<(?:!doctype|html|\?xml|head|body)
      \bunrecognized token [\'"]<
      \bunexpected json token\b
      \bunexpected token at ['"](?:$|\n)
      \bexpected value at line 1 column 1\b
      \bunexpected response(?: type| format| shape| status)?$
      \bnot well-formed\b
      \bcould not be read because it isn.t in the correct format\b
      \berror decoding (?:the )?response\b
      \bparse error: (?:expected http|data after|missing expected|invalid (?:header|chunk|response))
    `,
    unless: anyOf`
      \bargument
      \bparameter\b
      \breceived from the upstream\b
    `,
  },
];
