import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { takeServerMessages } from '../../../src/connection/http/server-messages.ts';

async function pass(chunks: readonly Uint8Array[]): Promise<{ readonly messages: unknown[]; readonly rest: Buffer }> {
  const messages: unknown[] = [];
  const source = new ReadableStream<Uint8Array>({
    start: (controller) => {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
  const passed = source.pipeThrough(takeServerMessages((message) => messages.push(message)));
  return { messages, rest: Buffer.from(await new Response(passed).arrayBuffer()) };
}

function passText(text: string) {
  return pass([Buffer.from(text)]);
}

function cut(bytes: Buffer, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let start = 0, index = 0; start < bytes.length; index += 1) {
    const size = sizes[index % sizes.length] ?? 1;
    chunks.push(bytes.subarray(start, start + size));
    start += size;
  }
  return chunks;
}

const LOG = { jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: 'grüße 👋' } };
const QUESTION = { jsonrpc: '2.0', id: 7, method: 'roots/list' };
const ANSWER = '{"jsonrpc":"2.0","id":1,"result":{"method":"notifications/message"}}';

describe('takeServerMessages', () => {
  it('takes the same messages and passes the same bytes, however the stream is cut and its lines end', async () => {
    const message = fc.record({
      jsonrpc: fc.constant('2.0'),
      method: fc.string(),
      params: fc.dictionary(fc.string(), fc.string({ unit: 'grapheme' })),
    });
    const fields = fc.record({
      id: fc.option(fc.nat(), { nil: undefined }),
      comment: fc.boolean(),
      isPretty: fc.boolean(),
      gap: fc.constantFrom('', ' '),
    });
    const event = fc.tuple(
      fields,
      fc.oneof(message, fc.record({ id: fc.nat(), result: message }), fc.record({ result: fc.object() })),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { maxLength: 6 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
        async (events, newline, sizes) => {
          const render = ([{ id, comment, isPretty, gap }, body]: (typeof events)[number]): string => {
            const data = JSON.stringify(body, undefined, isPretty ? 1 : 0).split('\n');
            return [
              ...(comment ? [': data: {"method":"x"}'] : []),
              ...(id === undefined ? [] : [`id:${gap}${id}`]),
              ...data.map((line) => `data:${gap}${line}`),
              '',
              '',
            ].join(newline);
          };
          const isOwn = ([, body]: (typeof events)[number]): boolean => 'method' in body;
          const { messages, rest } = await pass(cut(Buffer.from(events.map(render).join('')), sizes));
          expect(messages).toEqual(events.filter(isOwn).map(([, body]) => JSON.parse(JSON.stringify(body))));
          const expected = events.map((each) => {
            if (!isOwn(each)) return render(each);
            return each[0].id === undefined ? '' : `id:${each[0].gap}${each[0].id}\ndata:\n\n`;
          });
          // The second half of a line end may come after what was taken in its place.
          const normalized = (text: string): string => text.replace(/[\r\n]+/g, '\n').replace(/^\n/, '');
          expect(normalized(rest.toString())).toBe(normalized(expected.join('')));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('takes notifications and requests out of the stream, and passes answers as bytes', async () => {
    const text = `data: ${JSON.stringify(LOG)}\n\nevent: message\ndata: ${JSON.stringify(QUESTION)}\n\ndata: ${ANSWER}\n\n`;
    const { messages, rest } = await passText(text);
    expect(messages).toEqual([LOG, QUESTION]);
    expect(rest.toString()).toBe(`data: ${ANSWER}\n\n`);
  });

  it('passes the ids and delays of what it took, as events without data', async () => {
    const { rest } = await passText(`id: 5\nretry: 250\n: comment\ndata: ${JSON.stringify(LOG)}\n\n`);
    expect(rest.toString()).toBe('id: 5\nretry: 250\ndata:\n\n');
  });

  it.each([
    ['what is no JSON', 'data: {"method":\n\n'],
    ['what has no method', 'data: {"jsonrpc":"2.0","params":{}}\n\n'],
    ['an event of another type', 'event: endpoint\ndata: {"method":"x"}\n\n'],
    ['an event without data', 'id: 1\ndata:\n\n'],
    ['comments and delays', ': hello\n\nretry: 10\n\n'],
    ['a list of messages', 'data: [{"method":"x"}]\n\n'],
    ['what claims to be an answer too', 'data: {"method":"x","id":1,"result":{}}\n\n'],
    ['an event that is not finished', 'data: {"jsonrpc":"2.0","method":"x"}\n'],
  ])('passes %s as it came', async (_, text) => {
    expect(await passText(text)).toEqual({ messages: [], rest: Buffer.from(text) });
  });

  it('takes a message after a byte order mark and one over several lines of data', async () => {
    const { messages, rest } = await passText('\u{feff}data: {"jsonrpc":"2.0",\ndata: "method":"x"}\n\n');
    expect(messages).toEqual([{ jsonrpc: '2.0', method: 'x' }]);
    expect(rest).toHaveLength(0);
  });

  it('passes the beginning of a long answer before its end has come', async () => {
    const { readable, writable } = takeServerMessages(() => undefined);
    const writer = writable.getWriter();
    const reader = readable.getReader();
    const beginning = Buffer.from(`id: 1\ndata: {"result":{"text":"${'x'.repeat(2000)}`);
    void writer.write(beginning);
    expect((await reader.read()).value).toHaveLength(beginning.length);
    await reader.cancel();
  });

  it('takes a question that is longer than the beginning it looks at', async () => {
    const question = { ...QUESTION, params: { text: 'x'.repeat(5000) } };
    const { messages, rest } = await pass(cut(Buffer.from(`data: ${JSON.stringify(question)}\n\n`), [700]));
    expect(messages).toEqual([question]);
    expect(rest).toHaveLength(0);
  });

  it('reads no further than it is asked', async () => {
    let pulled = 0;
    const source = new ReadableStream<Uint8Array>(
      {
        pull: (controller) => {
          pulled += 1;
          controller.enqueue(Buffer.from(`data: ${ANSWER}\n\n`));
        },
      },
      { highWaterMark: 0 },
    );
    const reader = source.pipeThrough(takeServerMessages(() => undefined)).getReader();
    await reader.read();
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(pulled).toBeLessThan(5);
    await reader.cancel();
  });
});
