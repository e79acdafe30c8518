import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeLines, LineBuffer, type Lines, linesBehind, linesWithin } from '../../src/lines/line-buffer.ts';

/** Lines as they are made: JSON, which spells line feeds out. */
const line = fc.string({ unit: 'binary', maxLength: 60 }).map((text) => `${JSON.stringify(text)}\n`);
const step = fc.oneof(
  { weight: 4, arbitrary: line.map((text) => ({ kind: 'add', text }) as const) },
  fc.nat(400).map((maxBytes) => ({ kind: 'take', maxBytes }) as const),
  fc.nat(5).map((written) => ({ kind: 'giveBack', written }) as const),
);

const textOf = ({ bytes }: Lines): string => bytes.toString('utf8');
const textsOf = (lines: Lines): string[] => textOf(lines).split('\n').slice(0, -1);

describe('lines that wait', () => {
  it('come out whole, once and in order, however they are taken and given back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.array(step, { maxLength: 60 }), (chunk, steps) => {
        const buffer = new LineBuffer(chunk);
        const waiting: string[] = [];
        let taken: Lines | undefined;
        for (const one of steps) {
          if (one.kind === 'add') {
            buffer.add(one.text);
            waiting.push(one.text);
          } else if (one.kind === 'take') {
            taken = buffer.take(one.maxBytes);
            expect(textOf(taken)).toBe(waiting.slice(0, taken.count).join(''));
            expect(taken.count > 0).toBe(waiting.length > 0);
            waiting.splice(0, taken.count);
          } else if (taken !== undefined) {
            const rest = linesBehind(taken, Math.min(one.written, taken.count));
            buffer.giveBack(rest);
            waiting.unshift(...textsOf(rest).map((text) => `${text}\n`));
            taken = undefined;
          }
          expect(buffer.count).toBe(waiting.length);
        }
        let left = '';
        while (buffer.count > 0) left += textOf(buffer.take(1));
        expect(left).toBe(waiting.join(''));
      }),
    );
  });

  it('are taken in portions that no file is too small for, unless one alone is larger', () => {
    const buffer = new LineBuffer(100);
    for (const length of [30, 30, 30, 300, 30]) buffer.add(`${'x'.repeat(length - 1)}\n`);
    const taken: number[] = [];
    while (buffer.count > 0) taken.push(buffer.take(100).bytes.length);
    expect(taken.reduce((sum, length) => sum + length, 0)).toBe(420);
    expect(taken.filter((length) => length > 100)).toEqual([300]);
  });

  it('are gone when they are given up', () => {
    const buffer = new LineBuffer(1000);
    buffer.add('one\n');
    buffer.clear();
    buffer.add('two\n');
    expect([buffer.count, textOf(buffer.take(1000))]).toEqual([1, 'two\n']);
  });
});

describe('lines of which not all were written', () => {
  it('are counted, and parted, at the end of a whole one', () => {
    const lines = encodeLines(['first\n', 'zwölf\n', '三\n']);
    expect([0, 5, 6, 12, 13, 16, 17].map((length) => linesWithin(lines, length))).toEqual([0, 0, 1, 1, 2, 2, 3]);
    expect([0, 1, 2, 3].map((count) => textsOf(linesBehind(lines, count)))).toEqual([
      ['first', 'zwölf', '三'],
      ['zwölf', '三'],
      ['三'],
      [],
    ]);
  });
});
