import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import * as core from '../../src/index.ts';
import { MAX_REDACTION_DEPTH, redact, redactConfigured, redactText, registerSecrets } from '../../src/index.ts';
import { MAX_EXACT_DEPTH } from '../../src/redaction/structure/exact-walk.ts';
import { fakeSecret } from './fake-secret.ts';

const page = await readFile(new URL('../../../../docs/redaction.md', import.meta.url), 'utf8');
const examples = await readFile(new URL('../../src/redaction/redaction.examples.ts', import.meta.url), 'utf8');
const snippets = [...page.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? '');
const IMPORT = /^import \{ (.+) \} from '@seawall\/core';$/m;

/** Lines without indentation, so that a snippet may stand inside a function. */
function linesOf(source: string): string {
  return source
    .replace(IMPORT, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}

describe('docs/redaction.md', () => {
  it('has snippets', () => {
    expect(snippets.length).toBeGreaterThanOrEqual(3);
  });

  it.each(snippets)('has only snippets that are type-checked: %s', (snippet) => {
    expect(linesOf(examples)).toContain(linesOf(snippet));
    for (const name of IMPORT.exec(snippet)?.[1]?.split(', ') ?? []) expect(core).toHaveProperty(name);
  });

  it('shows what comes out', () => {
    const token = fakeSecret(1);
    expect(redact({ config: { apiToken: token, timeoutMs: 30_000 } })).toEqual({
      config: { apiToken: '[REDACTED:token]', timeoutMs: 30_000 },
    });
    expect(redactText(`GET https://example.com/search?api_key=${token}&limit=5 failed`)).toBe(
      'GET https://example.com/search?api_key=[REDACTED:api-key]&limit=5 failed',
    );
    using _secrets = registerSecrets([token]);
    expect(redactConfigured({ password: 'is kept', text: `Bearer ${token}` })).toEqual({
      password: 'is kept',
      text: 'Bearer [REDACTED:configured]',
    });
  });

  it.each([`deeper than ${MAX_REDACTION_DEPTH} levels`, `deeper than ${MAX_EXACT_DEPTH} levels`])(
    'says "%s"',
    (text) => {
      expect(page).toContain(text);
    },
  );
});
