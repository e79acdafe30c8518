import { anyOf } from '../matching/any-of.ts';
import type { Phrase } from './phrase.ts';

/** What keeps a server from being started or reached: its entry in a configuration, its image, its package. */
export const START_PHRASES: readonly Phrase[] = [
  {
    kind: 'configuration',
    code: 'CONFIG_INVALID',
    corrects: true,
    only: 'connect',
    text: anyOf`
      \b(?:base ?url|server ?url|url|command|transport|endpoint|args|env)['"\`]? (?:or ['"\`]?\w+['"\`]? )?(?:must be (?:provided|set|specified|defined|given|an? )|(?:is|are) (?:required|missing|not (?:set|specified|provided|defined))|cannot be empty|not (?:set|specified|provided|defined))
      \b(?:must|should|needs? to) (?:include|have|specify|provide|contain|define|set) (?:either |an? |the |one of )*['"\`]?(?:command|(?:server|base)? ?url|transport|endpoint)\b
      \b(?:is |are )?(?:missing|without|has no|lacks) (?:an? |the |its |required )*['"\`]?(?:command|(?:server|base)? ?url|transport|endpoint)\b
      \bno (?:command|(?:server|base)? ?url|transport|endpoint) (?:was |is )?(?:provided|specified|given|set|defined|found)\b
      \b(?:unknown|unsupported|invalid|unrecognized) (?:mcp )?(?:transport|server)(?: (?:type|kind|config\w*|definition|entry))\b
      \b(?:unknown|unsupported|invalid|unrecognized) transport\b
    `,
  },
  {
    kind: 'configuration',
    code: 'SPAWN_FAILED',
    corrects: true,
    only: 'connect',
    text: anyOf`
      \binvalid reference format\b
      \bmanifest unknown\b
      \bmanifest for \S{1,200} not found\b
      \bno matching manifest\b
      \bpull access denied\b
      \bno such image\b
      \b(?:failed|unable) to (?:pull|find|locate) (?:the )?(?:docker |container )?image\b
      \bexec format error\b
      \boci runtime\b
      \bunable to start container process\b
      \bbad interpreter\b
      \bno solution found when resolving\b
      \bnpm err(?:or|!) (?:code )?(?:e?404|etarget|enoversions|enoent|eresolve|ebadengine|einvalidpackagename|eacces)\b
      \bcould not determine executable to run\b
      \bno matching distribution found\b
      \bnot found in the package registry\b
      \b(?:unsupported|requires) (?:node|python|java)(?:\.js)? (?:version|>=|\d)
      \bunsupportedclassversionerror\b
      \bunable to access jarfile\b
      \bcould not find or load main class\b
      \bcan't open file\b
    `,
  },
];
