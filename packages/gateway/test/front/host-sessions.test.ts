import { describe, expect, it } from 'vitest';
import {
  createHostSessions,
  type HostSessions,
  type HttpSession,
  SESSION_IDLE_MS,
} from '../../src/front/http/host-sessions.ts';
import { createInMemoryContext } from './gateway-context.ts';

const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 't', version: '1' } },
};
const HEADERS = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

async function open(sessions: HostSessions): Promise<{ readonly id: string; readonly session: HttpSession }> {
  const session = await sessions.open();
  if (session === undefined) throw new Error('There was no room.');
  const response = await session.transport.handleRequest(
    new Request('http://localhost/mcp', { method: 'POST', headers: HEADERS }),
    { parsedBody: INITIALIZE },
  );
  await response.text();
  return { id: session.transport.sessionId ?? '', session };
}

describe('createHostSessions', () => {
  it('gives up the longest idle session when all places are in use', async () => {
    const { context, clock } = createInMemoryContext();
    const sessions = createHostSessions(context, 2);
    const listening = await open(sessions);
    listening.session.beginExchange('stream');
    await clock.advance(10);
    const idle = await open(sessions);
    const next = await open(sessions);
    expect(
      [sessions.find(listening.id), sessions.find(idle.id), sessions.find(next.id)].map((found) => found !== undefined),
    ).toEqual([true, false, true]);
    expect(sessions.count).toBe(2);
    await sessions.close();
  });

  it('gives up one that only listens before one that waits for an answer, and never the latter', async () => {
    const { context } = createInMemoryContext();
    const sessions = createHostSessions(context, 2);
    const waiting = await open(sessions);
    const end = waiting.session.beginExchange('request');
    const listening = await open(sessions);
    listening.session.beginExchange('stream');
    const next = await open(sessions);
    next.session.beginExchange('request');
    expect([sessions.find(waiting.id), sessions.find(listening.id)].map((found) => found !== undefined)).toEqual([
      true,
      false,
    ]);
    expect(await sessions.open()).toBeUndefined();
    end();
    await open(sessions);
    expect(sessions.find(waiting.id)).toBeUndefined();
    await sessions.close();
  });

  it('forgets idle sessions, and leaves no timer behind', async () => {
    const { context, clock } = createInMemoryContext();
    const sessions = createHostSessions(context);
    await open(sessions);
    await clock.advance(SESSION_IDLE_MS + 60_000);
    expect(sessions.count).toBe(0);
    expect(clock.pendingTimers).toBe(0);
    await open(sessions);
    await sessions.close();
    expect([sessions.count, clock.pendingTimers]).toEqual([0, 0]);
    expect(await sessions.open()).toBeUndefined();
  });
});
