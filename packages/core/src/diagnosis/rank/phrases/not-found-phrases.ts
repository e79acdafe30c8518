import { anyOf } from '../matching/any-of.ts';
import type { Phrase } from './phrase.ts';

/** What was asked for is not there; columns and fields of a query are arguments. */
export const NOT_FOUND_PHRASES: readonly Phrase[] = [
  {
    kind: 'validation',
    code: 'INVALID_ARGUMENTS',
    corrects: true,
    text: anyOf`
      (?:^|: )invalid \w+(?: \w+)?(?::|$| ['"\`])
      \bexact match\b
      \bno match(?:es)? (?:found )?for\b.{0,40}\b(?:old|edit|replace)
      \bold_?(?:string|text|str)\b
      \bwrongtype\b
      \bunrecognized \w+
      \bmissing required (?:input|argument|parameter|field|property|option|key|value)s?\b
      \brequired (?:input|argument|parameter|field|property|option|key|value)s? ['"\`]?[\w.-]{1,60}['"\`]? (?:was |is )?(?:not |missing|absent)
    `,
    unless: anyOf`
      \binvalid (?:session|credentials?|signature|api|access|auth\w*|login|password|refresh|bearer)\b
      \btoken\b
      \bresponse\b
    `,
  },
  {
    kind: 'not_found',
    code: 'ITEM_NOT_FOUND',
    corrects: true,
    text: anyOf`
      (?:^|[:\n] ?)(?:the |requested |specified |no )?[\w'"\`-]{2,40}(?: [\w'"\`#:/-]{1,60}){0,3} (?:was |could )?not (?:be )?found[.!]?(?:$|\n)
      \bcannot (?:get|post|put|patch|delete) /\S
      \bno route matched\b
      \binvalid object name '
      \bno such (?:session|window|frame|element)\b
      \binvalid session id\b
    `,
    unless: anyOf`
      \b(?:tool|method|module|command|field|column|parameter|argument|property)\b
    `,
  },
  {
    kind: 'not_found',
    code: 'ITEM_NOT_FOUND',
    corrects: true,
    text: anyOf`
      \b(?:does(?: not|n't) exist|not found|not exist),? or (?:[\w']+ ){0,4}(?:not (?:authorized|permitted|allowed|accessible)|not have|n't have|have no|no access|inaccessible)\b
    `,
    unless: anyOf`
      \b(?:field|column|function|argument|parameter)\b
      \bserver was not found or\b
    `,
  },
  {
    kind: 'validation',
    code: 'INVALID_QUERY',
    corrects: true,
    text: anyOf`
      \b(?:column|field|property|attribute|function|operator|argument|parameter|keyword|variable|type|value|identifier|alias|aggregate|option)s? ['"\`(]?[\w.\s'"\`-]{0,80}['"\`)]? ?(?:\([^)]{0,60}\) )?(?:does(?: not|n't)|do(?: not|n't)) exist\b
      \bunknown (?:column|identifier|expression|operator|function|keyword|field|type)\b
      \bno such (?:column|function|field)\b
      \bundefined (?:column|variable|field|function)\b
      \binvalid (?:column|identifier|object name|field name|property name)\b
      \bcolumn\b.{0,60}\b(?:not found|cannot be found|cannot be resolved)\b
      \bfield\b.{0,80}\b(?:does not exist|cannot be set|not on the appropriate screen|is not (?:valid|defined|searchable|selectable)|was not found|cannot be found)\b
      \bcannot query field\b
      \bvalue\b.{0,80}\bdoes not exist for the field\b
      \bunrecognized name\b
    `,
  },
  {
    kind: 'not_found',
    code: 'ITEM_NOT_FOUND',
    text: anyOf`
      \bnot (?:be )?found\b
      \b(?:could|can)(?: ?not|n't|'t) (?:be )?(?:find|found|locate|located|resolve|resolved)\b
      \b(?:unable|failed) to (?:find|locate|resolve)\b
      \bdoes(?: not|n't) (?:currently |seem to )?exist\b
      \bdo(?: not|n't) exist\b
      \bdid(?: not|n't) (?:find|match|resolve|exist)\b
      \bno such\b
      \bno longer (?:exists?|available)\b
      \bnon-?exist[ae]nt\b
      \benoent\b
      \bunknown (?:user|channel|message|guild|member|role|file|resource|prompt|page|record|project|database|collection|table|index|bucket|object|topic|repository|repo|branch|revision|ref|commit|issue|model|dataset|node|entity|key|id|webhook|interaction|symbol|library|document|space|board|workspace|zone|city|country|location|host|server|site|url|path|job|task|note|thread)\b
      \bhas been (?:deleted|removed)\b
      \b(?:was|been) (?:deleted|removed)\b
      \bno (?:\w+ ){1,4}(?:found|exists?|available|matching|matches|named|with (?:id|name|key|the)|by that)\b
      \bnot exists?\b
      \bdoes not resolve\b
      \bdid not match any\b
      \bdoes(?: not|n't) have (?:a |an |any )?(?:\w+ ){0,2}(?:named|called|with)\b
      \b404\b
      \bis gone\b
      \b(?:verify|check|ensure|make sure|confirm)(?: that)? (?:the |this |your |it )?(?:[\w'"-]{1,40} ){0,3}exists?\b
      \bmatch(?:es|ed)? no (?:record|row|document|item|issue|user|entry|file)s?\b
      \b0 (?:records?|rows?|documents?|items?) match(?:es|ed)?\b
      \bdoes not (?:refer|point) to an? (?:existing|file|valid)\b
      \bnothing (?:exists|was found|found) (?:at|under|with|for)\b
      \bunrecogni[sz]ed (?:\w+ )?id\b
      \bthere's no \w
      \b(?:page|record|issue|item|file|document|user|message|object|row|task)\b.{0,40}\b(?:id|key|#)\b.{0,40}\bis missing\b
      \bmodel ['\"\`]?[\w.:/-]{1,60}['\"\`]? is not available\b
      \bpage you requested\b
      \bthere is no\b
      \bthere (?:are|were) no\b
      \binvalid (?:\w+ )?(?:issue|page|user|channel|project|repository|file|document|record|resource|object|video|message|thread|board|team|workspace|database) (?:id|key|number)\b
      \bunknown key\b
      \bnot a (?:recognized|known) id\b
      \b(?:subtitles|transcripts?|captions) (?:is|are) (?:disabled|not available|unavailable)\b
      \bbad revision\b
      \binvalid (?:object|reference) name\b
      \bpathspec\b.{0,80}\bdid not match\b
      \bunknown revision\b
      \bnot a (?:file|directory|git repository)\b
      \bno transcript
      \bno matching\b
      \bmissing: \w
      \bnot present\b
      \bdoes not contain\b
      \bunmapped\b
      \bno rows in result set\b
      \bno documents in result\b
      \b(?:video|post|product|listing|content|recording|clip|track|song) (?:is )?unavailable\b
      \bdo(?:es)?(?: not|n't) match any (?!of\b)\w
      ^redis: nil$
      \brequested entity\b
      \bstale element\b
      \bdoes(?: not|n't) have a (?:resource|column family) type\b
      \bno queue\b
      \b(?:could not|cannot|unable to|failed to) retrieve (?:a |an |any |the )?(?:transcripts?|captions?|subtitles)\b
      \bno matching script\b
      \bunknown mailbox\b
      \bthe server doesn't have a resource type\b
    `,
    unless: anyOf`
      \bmust (?:be|have|contain|match)\b
      \bmodule not found\b
    `,
  },
];
