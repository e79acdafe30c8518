import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { OTHER_NAMES } from '../../src/errors/bounded-counter.ts';
import { MAX_ANALYZED_CONTEXT_LENGTH } from '../../src/errors/error-analyzer.ts';
import { MAX_CHAIN_MESSAGE_LENGTH } from '../../src/errors/error-chain.ts';
import { MAX_CONTEXT_VALUE_LENGTH, UNCONVERTIBLE } from '../../src/errors/field-value.ts';
import { MAX_SUGGESTIONS } from '../../src/errors/suggestions/suggest-fixes.ts';
import * as core from '../../src/index.ts';
import { ERROR_ANALYZER_DEFAULTS, MAX_CHAIN_LENGTH } from '../../src/index.ts';

const page = await readFile(new URL('../../../../docs/errors-in-code.md', import.meta.url), 'utf8');
const examples = await readFile(new URL('../../src/errors/errors.examples.ts', import.meta.url), 'utf8');
const snippets = [...page.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? '');

/** Lines without indentation, so that a snippet may stand inside a function. */
function linesOf(source: string): string {
  return source
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}

describe('docs/errors-in-code.md', () => {
  it.each(snippets.filter((snippet) => !snippet.startsWith('import')))(
    'has only snippets that are type-checked: %s',
    (snippet) => {
      expect(linesOf(examples)).toContain(linesOf(snippet));
    },
  );

  it('imports what there is', () => {
    const imported = /import \{ (.+) \} from '@seawall\/core';/.exec(page)?.[1]?.split(', ') ?? [];
    expect(imported.length).toBeGreaterThan(0);
    for (const name of imported) expect(core).toHaveProperty(name);
  });

  it.each([
    `cut to ${MAX_CONTEXT_VALUE_LENGTH} characters`,
    UNCONVERTIBLE,
    `together as \`${OTHER_NAMES}\``,
    `more than ${MAX_CHAIN_LENGTH} errors`,
    `more than ${MAX_CHAIN_MESSAGE_LENGTH} characters`,
    `A context of more than ${MAX_ANALYZED_CONTEXT_LENGTH} characters`,
    `At most ${MAX_SUGGESTIONS} suggestions`,
    `| \`capacity\` | number | ${ERROR_ANALYZER_DEFAULTS.capacity} |`,
    `| \`maxNames\` | number | ${ERROR_ANALYZER_DEFAULTS.maxNames} |`,
  ])('says "%s"', (text) => {
    expect(page).toContain(text);
  });
});
