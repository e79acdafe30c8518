import { describe, expect, it } from 'vitest';
import {
  createHostSessions,
  type HostSessions,
  type HttpSession,
  KEEP_ALIVE_INTERVAL_MS,
  SESSION_IDLE_MS,
} from '../../src/front/http/host-sessions.ts';
import { answerLegacy } from '../../src/front/http/legacy-exchange.ts';
import { FakeSeawall, pendingAnswer } from '../fake-seawall.ts';
import { createInMemoryContext } from './gateway-context.ts';

const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 't', version: '1' } },
};
const CALL = { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'git__echo' } };
const HEADERS = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

function exchange(sessions: HostSessions, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const method = body === undefined ? 'GET' : 'POST';
  const request = new Request('http://localhost/mcp', { method, headers: { ...HEADERS, ...headers } });
  return answerLegacy({ request, sessions, body });
}

async function open(sessions: HostSessions): Promise<{ readonly id: string; readonly session: HttpSession }> {
  const response = await exchange(sessions, INITIALIZE);
  await response.text();
  const id = response.headers.get('mcp-session-id') ?? '';
  const session = sessions.find(id);
  if (session === undefined) throw new Error(`There was no room: ${response.status}.`);
  return { id, session };
}

describe('createHostSessions', () => {
  it('gives up the longest idle session when all places are in use', async () => {
    const { context, clock } = createInMemoryContext();
    const sessions = createHostSessions(context, { maxSessions: 2 });
    const listening = await open(sessions);
    await exchange(sessions, undefined, { 'mcp-session-id': listening.id });
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
    const seawall = new FakeSeawall([{ name: 'git', catalog: { tools: [{ name: 'echo' }] } }]);
    const pending = pendingAnswer();
    seawall.answer = pending.answer;
    const { context } = createInMemoryContext(seawall);
    const sessions = createHostSessions(context, { maxSessions: 2 });
    const waiting = await open(sessions);
    const call = await exchange(sessions, CALL, { 'mcp-session-id': waiting.id });
    const listening = await open(sessions);
    await exchange(sessions, undefined, { 'mcp-session-id': listening.id });
    const next = await open(sessions);
    const nextCall = await exchange(sessions, CALL, { 'mcp-session-id': next.id });
    expect([sessions.find(waiting.id), sessions.find(listening.id)].map((found) => found !== undefined)).toEqual([
      true,
      false,
    ]);
    expect((await exchange(sessions, INITIALIZE)).status).toBe(503);
    pending.resolve({ content: [] });
    await Promise.all([call.text(), nextCall.text()]);
    await open(sessions);
    expect(sessions.find(waiting.id)).toBeUndefined();
    await sessions.close();
  });

  it('forgets idle sessions, and leaves no timer behind', async () => {
    const { context, clock } = createInMemoryContext();
    const sessions = createHostSessions(context);
    await open(sessions);
    await clock.advance(SESSION_IDLE_MS + KEEP_ALIVE_INTERVAL_MS);
    expect(sessions.count).toBe(0);
    expect(clock.pendingTimers).toBe(0);
    await open(sessions);
    await sessions.close();
    expect([sessions.count, clock.pendingTimers]).toEqual([0, 0]);
    expect((await exchange(sessions, INITIALIZE)).status).toBe(503);
  });
});
