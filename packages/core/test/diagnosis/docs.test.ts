import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { MAX_RULE_TEXT } from '../../src/diagnosis/packs/apply-pack.ts';
import { HEAD_LENGTH, TAIL_LENGTH } from '../../src/diagnosis/read/clip.ts';
import { MAX_QUOTE_LENGTH } from '../../src/diagnosis/say/quote.ts';
import { MAX_WAIT_MS } from '../../src/diagnosis/waits.ts';

const page = await readFile(new URL('../../../../docs/diagnosis.md', import.meta.url), 'utf8');
const examples = await readFile(new URL('../../src/diagnosis/packs/packs.examples.ts', import.meta.url), 'utf8');

describe('docs/diagnosis.md', () => {
  it.each([
    `first ${HEAD_LENGTH} and the last ${TAIL_LENGTH} characters`,
    `at most ${MAX_QUOTE_LENGTH} characters`,
    `between 0 and ${MAX_WAIT_MS / 86_400_000} days`,
    `at most ${MAX_RULE_TEXT} characters`,
  ])('says "%s"', (text) => {
    expect(page.replaceAll('\n', ' ')).toContain(text);
  });

  it('shows the pack that is type-checked', () => {
    const words = (text: string) => text.replaceAll(/\s+/g, '').replaceAll(/,(?=[)\]}])/g, '');
    const example = /\/\/ #region definePack\n([\s\S]*?)\/\/ #endregion/.exec(examples)?.[1] ?? 'missing';
    expect(words(page)).toContain(words(example));
  });

  it('lists every source of signals', async () => {
    const types = await readFile(new URL('../../src/diagnosis/diagnosis.ts', import.meta.url), 'utf8');
    const union = /type SignalSource =([\s\S]*?);/.exec(types)?.[1] ?? '';
    const sources = [...union.matchAll(/'([\w-]+)'/g)].map((match) => match[1]);
    const table = /## Signals([\s\S]*?)\n## /.exec(page)?.[1] ?? '';
    expect([...table.matchAll(/^\| `([\w-]+)`/gm)].map((match) => match[1])).toEqual(sources);
  });
});
