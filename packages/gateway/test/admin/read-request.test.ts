import { describe, expect, it } from 'vitest';
import { MAX_ADMIN_BODY_BYTES, readJsonBody } from '../../src/admin/read-request.ts';

function requestWith(body: ReadableStream<Uint8Array>): Request {
  const headers = { 'content-type': 'application/json' };
  return new Request('http://127.0.0.1/api/session', { method: 'POST', headers, body, duplex: 'half' });
}

const START = new TextEncoder().encode('{"code":');

describe('the body of a request', () => {
  it('that breaks off is a fault of the request', async () => {
    const chunks = [START];
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        const chunk = chunks.shift();
        if (chunk === undefined) controller.error(new Error('aborted'));
        else controller.enqueue(chunk);
      },
    });
    await expect(readJsonBody(requestWith(body))).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
  });

  it('that never ends is given up, and nothing more of it is read', async () => {
    let isCancelled = false;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(MAX_ADMIN_BODY_BYTES / 4)),
      cancel: () => {
        isCancelled = true;
      },
    });
    await expect(readJsonBody(requestWith(body))).rejects.toMatchObject({ code: 'BODY_TOO_LARGE' });
    expect(isCancelled).toBe(true);
  });
});
