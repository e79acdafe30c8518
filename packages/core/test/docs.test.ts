import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { MAX_REDACTION_DEPTH, MIN_SECRET_LENGTH } from '../src/index.ts';
import { TOO_DEEP_MARKER, UNREADABLE_MARKER } from '../src/redaction/redact.ts';
import { MIN_LINE_LENGTH } from '../src/redaction/secret-encodings.ts';

const page = await readFile(new URL('../README.md', import.meta.url), 'utf8');

describe('README.md', () => {
  it.each([
    `fewer than ${MIN_SECRET_LENGTH} characters`,
    `deeper than ${MAX_REDACTION_DEPTH} levels becomes \`${TOO_DEEP_MARKER}\``,
    `each line of ${MIN_LINE_LENGTH} characters`,
    `becomes \`${UNREADABLE_MARKER}\``,
  ])('says "%s"', (text) => {
    expect(page).toContain(text);
  });
});
