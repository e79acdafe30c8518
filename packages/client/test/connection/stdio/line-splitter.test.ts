import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLineSplitter, EDGE_BYTES, type OversizedLine } from '../../../src/connection/stdio/line-splitter.ts';

function collect(maxLineBytes = 1000) {
  const lines: string[] = [];
  const oversized: OversizedLine[] = [];
  const splitter = createLineSplitter({
    maxLineBytes,
    onLine: (line) => lines.push(line.toString()),
    onOversized: (line) => oversized.push(line),
  });
  return { lines, oversized, splitter };
}

describe('createLineSplitter', () => {
  it('gives the same lines however the bytes are cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ maxLength: 30 })),
        fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 }),
        (texts, sizes) => {
          const expected = texts.map((text) => text.replaceAll('\n', ''));
          const bytes = Buffer.from(expected.map((text) => `${text}\n`).join(''));
          const { lines, splitter } = collect();
          for (let start = 0, index = 0; start < bytes.length; index += 1) {
            const size = sizes[index % sizes.length] ?? 1;
            splitter.push(bytes.subarray(start, start + size));
            start += size;
          }
          splitter.end();
          expect(lines).toEqual(expected);
        },
      ),
    );
  });

  it('gives out a last line without an end when the stream ends', () => {
    const { lines, splitter } = collect();
    splitter.push(Buffer.from('a\nhalf'));
    expect(lines).toEqual(['a']);
    splitter.end();
    expect(lines).toEqual(['a', 'half']);
  });

  it('skips a line that is too long, keeps both its ends and goes on with the next', () => {
    const { lines, oversized, splitter } = collect(10_000);
    splitter.push(Buffer.from(`ok\nHEAD${'x'.repeat(9000)}`));
    for (let piece = 0; piece < 50; piece += 1) splitter.push(Buffer.from('y'.repeat(1000)));
    splitter.push(Buffer.from('TAIL\nagain\n'));
    expect(lines).toEqual(['ok', 'again']);
    expect(oversized).toHaveLength(1);
    expect(oversized[0]?.bytes).toBe(4 + 9000 + 50_000 + 4);
    expect(oversized[0]?.head.toString().startsWith('HEADxxx')).toBe(true);
    expect(oversized[0]?.tail.toString().endsWith('yyyTAIL')).toBe(true);
    expect(oversized[0]?.head).toHaveLength(EDGE_BYTES);
  });

  it('skips a line that comes whole in one chunk and is too long', () => {
    const { lines, oversized, splitter } = collect(5);
    splitter.push(Buffer.from('123456\n12345\n'));
    expect(lines).toEqual(['12345']);
    expect(oversized.map(({ bytes }) => bytes)).toEqual([6]);
  });

  it('keeps a bounded amount of a line that never ends', () => {
    const { splitter, oversized } = collect(100_000);
    const chunk = Buffer.alloc(65_536, 'x');
    for (let count = 0; count < 100; count += 1) splitter.push(chunk);
    expect(splitter.pendingBytes).toBe(0);
    expect(oversized).toEqual([]);
  });

  it('takes a long line that trickles in byte by byte', () => {
    const { lines, splitter } = collect(100_000);
    const byte = Buffer.from('z');
    for (let count = 0; count < 20_000; count += 1) splitter.push(byte);
    splitter.push(Buffer.from('\n'));
    expect(lines).toEqual(['z'.repeat(20_000)]);
  });

  it('takes a line of 64 MB in small pieces without copying what it has over and over', () => {
    // Work that grows with the square of the line would not end within the time of a test.
    const { lines, splitter } = collect(1e9);
    const chunk = Buffer.alloc(8192, 'x');
    for (let count = 0; count < 8192; count += 1) splitter.push(chunk);
    splitter.push(Buffer.from('\n'));
    expect(lines[0]).toHaveLength(8192 * 8192);
  });
});
