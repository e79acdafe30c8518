import { registerSecrets } from '@seawall/core';
import { describe, expect, it } from 'vitest';
import { createStderrTail, STDERR_TAIL_LIMITS } from '../../../src/connection/stdio/stderr-tail.ts';

function tailOf(...texts: string[]): string {
  const tail = createStderrTail();
  for (const text of texts) tail.push(Buffer.from(text));
  return tail.read();
}

describe('createStderrTail', () => {
  it('gives the last lines', () => {
    expect(tailOf('one\ntwo\n', 'three\n')).toBe('one\ntwo\nthree');
  });

  it('keeps a bounded number of bytes and of whole lines', () => {
    // Lines of 60 bytes: 40 of them fit.
    const long = tailOf(...Array.from({ length: 2000 }, (_, index) => `line ${index} ${'.'.repeat(50)}\n`));
    expect(long.length).toBeLessThanOrEqual(STDERR_TAIL_LIMITS.maxBytes);
    expect(long.split('\n').length).toBeLessThanOrEqual(STDERR_TAIL_LIMITS.maxLines);
    expect(long.split('\n').every((line) => line.startsWith('line '))).toBe(true);
    expect(long.endsWith(`line 1999 ${'.'.repeat(50)}`)).toBe(true);
  });

  it('takes out colours and control characters', () => {
    expect(tailOf('\u001B[31mred\u001B[0m \u001B]0;title\u0007done\u0000\b\n')).toBe('red done');
  });

  it('hides secrets, also one that reaches across the edge of what is shown', () => {
    const secret = 'hunter2-'.repeat(8);
    using _registration = registerSecrets([secret]);
    const edge = `${'a'.repeat(200)}${secret}`;
    for (let filler = STDERR_TAIL_LIMITS.maxBytes - 80; filler < STDERR_TAIL_LIMITS.maxBytes * 2 + 80; filler += 8) {
      expect(tailOf(`${edge}${'b'.repeat(filler)}\nend\n`)).not.toContain('hunter2');
    }
  });

  it('reads multi-byte characters that were cut between chunks', () => {
    const bytes = Buffer.from('Grüße\n');
    const tail = createStderrTail();
    tail.push(bytes.subarray(0, 3));
    tail.push(bytes.subarray(3));
    expect(tail.read()).toBe('Grüße');
  });
});
