import { addCode, addOnce, type FactsDraft } from './facts.ts';

/** How texts name a code of a vendor; the first group is the code, `place` how sure it is that it is one. */
const CODE_TEXTS: readonly { readonly pattern: RegExp; readonly place: 'field' | 'text' }[] = [
  { pattern: /\ban error occurred \((\w{3,80})\)/i, place: 'field' },
  { pattern: /\berror from server \((\w{3,40})\)/i, place: 'field' },
  { pattern: /\bcode = (\w{3,40}) desc =/i, place: 'field' },
  { pattern: /\bsqlstate[\s:=[(]{1,3}([0-9a-z]{5})\b/i, place: 'field' },
  {
    pattern:
      /\b(?:error[ _-]?code|error[ _-]?type|errcode|code|reason|type)["']?\s?[:=]\s?["']?([A-Za-z][\w.]{3,60})\b/i,
    place: 'text',
  },
  {
    pattern:
      /\[([A-Z][A-Za-z]*(?:[._][A-Za-z]+)*(?:Error|Exception|Fault|Failed|Denied|NotFound|Exists|Exceeded|Invalid)?)\]/,
    place: 'text',
  },
  { pattern: /\(([A-Z][a-z]+(?:[A-Z][a-z]+)+)\)/, place: 'text' },
  { pattern: /<code>([A-Za-z][\w.-]{2,60})<\/code>/i, place: 'field' },
  { pattern: /(?:^|:\s)([A-Z][a-z]+(?:[A-Z][a-z0-9]+){1,7})(?:: |[.!]?\s*(?:$|\n))/, place: 'text' },
  { pattern: /\(([a-z]{2,30}\/[a-z]+(?:-[a-z]+)*)\)/, place: 'text' },
  { pattern: /\b(Neo\.\w{3,40}\.\w{2,40}\.\w{3,60})\b/, place: 'field' },
  { pattern: /\b\w{0,80}(?:Error|Exception)\(\d{3}, ?['"]([a-z]+(?:_[a-z]+)+)['"]/, place: 'text' },
  { pattern: /\((?:code:? ?)?([A-Za-z]+(?:_[A-Za-z0-9]+)+)\)/, place: 'text' },
  { pattern: /(?:^|:\s|\berror\s)([a-z]+(?:_[a-z0-9]+)+)[.!]?\s*(?:$|\n)/, place: 'text' },
  { pattern: /\b([A-Z][A-Z0-9]{2,}(?:_[A-Z0-9]+)+)\b/, place: 'text' },
];

const CLASS = /\b((?:[a-z_]\w{0,40}\.){0,6}[A-Z]\w{0,80}?(?:Error|Exception|Timeout|TimedOut))\b/g;
const MAX_CLASSES = 6;

/** Finds the codes of vendors and the names of error classes in the middle of a text. */
export function findCodes(text: string, draft: FactsDraft): void {
  for (const { pattern, place } of CODE_TEXTS) {
    const found = pattern.exec(text)?.[1];
    if (found !== undefined) addCode(draft, found, place);
  }
  const rpc = /\bMCP error (-32\d{3}): /.exec(text)?.[1];
  if (rpc !== undefined) addOnce(draft.rpcCodes, Number(rpc));
  CLASS.lastIndex = 0;
  for (let count = 0; count < MAX_CLASSES; count += 1) {
    const found = CLASS.exec(text)?.[1];
    if (found === undefined) break;
    addOnce(draft.classes, found);
  }
}
