import { anyOf } from '../matching/any-of.ts';
import type { Phrase } from './phrase.ts';

/** The request itself is wrong. */
export const VALIDATION_PHRASES: readonly Phrase[] = [
  {
    kind: 'validation',
    code: 'REQUEST_TOO_LARGE',
    text: anyOf`
      \b(?:payload|request|entity|body|content|message|file|text|query|input|prompt|image|document|uri|url|header|result|response|output|page|attachment|upload|video)s?(?: \w+){0,3} (?:is |are |was )?too (?:large|long|big)\b
      \bmaximum context length\b
      \bcontext(?: window| length)?\b.{0,30}\bexceed
      \btoken limit\b
      \b(?:size|length) limit\b
      \bwould be truncated\b
      \bexceeds? (?:the )?(?:max(?:imum)?|size|length|limit|allowed)\b
      \bmax(?:imum)? (?:\w+ ){0,2}(?:size|length|tokens|characters) (?:is|of|exceeded|allowed)\b
      \blarger than\b
      \blonger than\b
      \btoo (?:large|big|long)\b
    `,
  },
  {
    kind: 'validation',
    code: 'INVALID_QUERY',
    text: anyOf`
      \bsyntax error\b
      \b(?:error|mistake) in (?:your |the )?(?:\w+ )?syntax\b
      \berror in the (?:jql|cql|query)\b
      \bparse error\b
      \bparsing (?:error|exception|failed)\b
      \bunterminated\b
      \bunexpected (?:token|character|end|keyword|input|identifier|symbol)\b
      \bunclosed\b
      \binvalid (?:sql|jql|cql|query|filter|regex|regular expression|expression|syntax|cypher|graphql|promql|logql|selector|xpath|css selector|pattern)\b
      \bis ambiguous\b
      \bambiguous\b
      \bmissing from-clause\b
      \bmust appear in the group by\b
      \bfailed to parse\b
      \bcould not parse\b
      \bcannot parse\b
      \bunable to parse\b
    `,
  },
  {
    kind: 'validation',
    code: 'INVALID_ARGUMENTS',
    text: anyOf`
      \binvalid\b
      \bvalidation (?:error|failed|failure|exception)\b
      \b(?:failed|did not pass) validation\b
      \bmust (?:be|have|contain|not|match|start|end|provide|specify|include|supply|exist|set)\b
      \b(?:is|are) (?:required|mandatory|missing|empty|blank)\b
      \brequired (?:field|property|parameter|argument|param|key|input|value|option|attribute|string|query)s?\b
      \bmissing\b
      \bunrecognized (?:key|parameter|argument|field|option|property|command|request)
      \bunknown (?:field|argument|parameter|property|operation|option|action|command|format|type|category|language|timezone|unit|value|flag|mode|query|attribute|filter|metric|sort)\b
      \bout of range\b
      \bmalformed\b
      \b(?:is |are )?not (?:a |an )?(?:valid|supported|recognized|acceptable|an? (?:number|integer|string|array|object))\b
      \b(?:cannot|can't|can not|may not|should not) be (?:empty|blank|null|set|negative|zero|undefined|used|both|specified|combined|converted|parsed|cast|longer|greater|less|more)\b
      \bunsupported\b
      \bbad request\b
      \bshould (?:be|have|contain|match)\b
      \bdoes(?: not|n't) (?:match|support|accept|allow|conform|satisfy)\b
      \bunprocessable\b
      \bambiguous\b
      \bexpected\b
      \byou must\b
      \bplease (?:provide|specify|enter|supply|select|use|include|pass)\b
      \bat least (?:one|\d)
      \bprovide (?:[\w.]{1,40}) when\b
      ^(?:please )?(?:provide|specify|supply|pass|use|choose|select|enter|give) (?!.{0,80}\b(?:log ?in|key|token|credential))\w
      \b(?:method|option|field|item|function|element|tool)s? (?:is |was |were )?not selected\b
      \bis not one of\b
      \bout of bounds\b
      \b(?:argument|parameter|param|option|field|value|input)\b.{0,60}\b(?:was|were) not (?:supplied|given|provided|specified)\b
      \b(?:must|should|needs to) come (?:before|after)\b
      \b(?:date|time|start|end|from|to|day)\w* (?:is|was|cannot be|can't be) (?:before|after|later than|earlier than)\b
      \bduplicate (?:parameter|argument|option|field|flag)\b
      \bexceeds \d+ (?:characters?|chars|bytes|items|words|tokens|kb|mb|gb)\b
      \bno valid \w
      \bdid you mean\b
      \bunknown (?:\w+ )?(?:flag|switch)\b
      \baccepts (?:at (?:most|least) |between )?\d+ (?:and \d+ )?arg
      ^usage: \w
      \bnothing to update\b
      \bno (?:\w+ ){0,2}fields? to update\b
      \b(?:param|parameter|argument|params) error\b
      \bcould not convert\b
      \bunknown time ?zone\b
      \bbadly formed\b
      \btoo (?:high|low)\b
      \b(?:may|can|must|should) only (?:contain|have|include|consist)\b
      \bmust have the same\b
      \bat most \d
      \bno (?:\w+ ){0,3}(?:provided|specified|given|supplied|passed|selected)\b
      \btoo (?:many|few|short|small)\b
      \bexactly one\b
      \bmutually exclusive\b
      \b(?:can ?not|can't|may not|must not|should not) both\b
      \bnot both\b
      \b(?:can ?not|may not|must not) be (?:provided|given|passed) (?:together|with|without|at the same)\b
      \b(?:called|invoked) (?:with (?:no|zero|an? empty)|without)\b
      \bincompatible\b
      \bviolates\b
      \bnot null constraint\b
      \bnull value in column\b
      \bconstraint\b
      \bonly (?:one|supports?|accepts?|available|allowed|valid|works?)\b
      \bincorrect\b
      \bwrong (?:type|format|number|value|parameter|argument)\b
      \bimproperly\b
      \billegal\b
      \bcannot (?:set|use|combine|specify|parse|convert|be)\b
      \bnot allowed\b
      \bprovide (?:either|at|a|an|the)\b
      \beither\b.{0,60}\bor\b
      \bnarrow\b
      \brejected\b
      \bnot unique\b
      \bno match(?:es)? found for\b.{0,40}\b(?:old|text|edit)
      \bnot supported\b
      \bfound \d+ (?:occurrences|matches)\b
      \bis read-only$
      \bcrossslot\b
      \bsku ?not ?available\b
      \bsafety system\b
      \bcontent (?:policy|filter)\b
      \busage polic(?:y|ies)\b
      \bstrict mode violation\b
      \bresolved to \d+ elements\b
      \bdivision by zero\b
      \bdivide by zero\b
      \bcould not be converted to\b
      \bdid(?: not|n't) understand\b
      \bunknown \w{1,40}_\w{1,40}\b
    `,
  },
];
