import { systemClock } from '@seawall/core';
import { createFakeClock } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { colorsFor } from '../../src/terminal/colors.ts';
import { createLiveRegion } from '../../src/terminal/live-region.ts';
import { showProgress } from '../../src/terminal/progress.ts';
import { fakeStream } from '../fake-process.ts';

describe('createLiveRegion', () => {
  it('goes back over what it drew before it draws again', () => {
    const stream = fakeStream({ isTTY: true, columns: 20 });
    const region = createLiveRegion(stream);
    region.draw(['one', 'two']);
    region.draw(['three']);
    expect(stream.text).toBe('one\ntwo\n\u001b[2A\r\u001b[Jthree\n');
  });

  it('counts the rows that its lines take after the terminal became narrower', () => {
    const stream = fakeStream({ isTTY: true, columns: 20 });
    const region = createLiveRegion(stream);
    region.draw(['x'.repeat(20), '\u001b[32my\u001b[39m']);
    stream.columns = 10;
    region.draw([]);
    expect(stream.text.endsWith('\u001b[3A\r\u001b[J')).toBe(true);
  });

  it('lets others write above it', () => {
    const stream = fakeStream({ isTTY: true });
    const region = createLiveRegion(stream);
    region.draw(['table']);
    region.above(() => stream.write('log\n'));
    expect(stream.text).toBe('table\n\u001b[1A\r\u001b[Jlog\ntable\n');
  });

  it('draws no more lines than the screen has', () => {
    const stream = fakeStream({ isTTY: true });
    stream.rows = 4;
    createLiveRegion(stream).draw(['1', '2', '3', '4', '5']);
    expect(stream.text).toBe('1\n2\n… 3 more lines\n');
  });
});

describe('colorsFor', () => {
  it('gives looks on a terminal only, and not where they are not wanted', () => {
    const terminal = fakeStream({ isTTY: true });
    expect(colorsFor(terminal, {}).red('x')).toBe('\u001b[31mx\u001b[39m');
    expect(colorsFor(terminal, { NO_COLOR: '1' }).red('x')).toBe('x');
    expect(colorsFor(terminal, { TERM: 'dumb' }).red('x')).toBe('x');
    expect(colorsFor(fakeStream(), {}).red('x')).toBe('x');
  });
});

describe('showProgress', () => {
  it('shows itself on a terminal once something takes its time, and goes away without a trace', async () => {
    const stream = fakeStream({ isTTY: true, columns: 20 });
    const clock = createFakeClock();
    const progress = showProgress(stream, clock, () => 'Connecting\u0007 to everything');
    await clock.advance(299);
    expect(stream.text).toBe('');
    await clock.advance(1);
    expect(stream.text).toBe('\r\u001b[K| Connecting\\x07 t…');
    progress[Symbol.dispose]();
    expect(stream.text.endsWith('\r\u001b[K')).toBe(true);
  });

  it('writes nothing where there is no terminal', () => {
    const stream = fakeStream();
    showProgress(stream, systemClock, () => 'x')[Symbol.dispose]();
    expect(stream.text).toBe('');
  });
});
