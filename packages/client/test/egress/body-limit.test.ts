import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limitBody } from '../../src/egress/body-limit.ts';

function streamOf(chunks: readonly string[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => {
      for (const chunk of chunks) controller.enqueue(Buffer.from(chunk));
      controller.close();
    },
  });
}

async function read(chunks: readonly string[], maxBytes: number, isEventStream: boolean): Promise<string> {
  const body = limitBody(streamOf(chunks), {
    maxBytes,
    isEventStream,
    onTooLarge: (bytes) => new Error(`too large: ${bytes}`),
  });
  return new Response(body).text().catch((error: Error) => error.message);
}

function cut(text: string, sizes: readonly number[]): string[] {
  const chunks: string[] = [];
  for (let start = 0, index = 0; start < text.length; index += 1) {
    const size = sizes[index % sizes.length] ?? 1;
    chunks.push(text.slice(start, start + size));
    start += size;
  }
  return chunks;
}

describe('limitBody', () => {
  it('hands a body on untouched up to the limit', async () => {
    expect(await read(['abc', 'def'], 6, false)).toBe('abcdef');
    expect(await read(['abc', 'defg'], 6, false)).toBe('too large: 7');
  });

  it('counts an event stream by the event, however it is cut', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 });
    const newline = fc.constantFrom('\n', '\r\n');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 8 }),
        sizes,
        newline,
        async (lengths, cuts, end) => {
          const text = lengths.map((length) => `event: message${end}data: ${'x'.repeat(length)}${end}${end}`).join('');
          expect(await read(cut(text, cuts), 60, true)).toBe(text);
          const large = `${text}data: ${'y'.repeat(100)}${end}${end}`;
          expect(await read(cut(large, cuts), 60, true)).toMatch(/^too large/);
        },
      ),
    );
  });

  it('breaks off the body underneath', async () => {
    let reason: unknown;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(Buffer.alloc(1000)),
      cancel: (error) => {
        reason = error;
      },
    });
    const body = limitBody(endless, { maxBytes: 5000, isEventStream: false, onTooLarge: () => new Error('too large') });
    await expect(new Response(body).text()).rejects.toThrow('too large');
    expect(reason).toMatchObject({ message: 'too large' });
  });

  it('passes a cancellation on', async () => {
    let isCancelled = false;
    const source = new ReadableStream<Uint8Array>({
      cancel: () => {
        isCancelled = true;
      },
    });
    await limitBody(source, { maxBytes: 1, isEventStream: true, onTooLarge: () => new Error('too large') }).cancel();
    expect(isCancelled).toBe(true);
  });
});
