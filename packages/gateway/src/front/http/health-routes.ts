import type { GatewayContext } from '../../session/gateway-context.ts';

/** How far the gateway is. */
export type GatewayState = 'starting' | 'ready' | 'draining';

/** Tells the state of a gateway. */
export function stateOf({ calls, firstList }: GatewayContext): GatewayState {
  if (calls.isDraining) return 'draining';
  return firstList.isOpen ? 'ready' : 'starting';
}

/** The answer of `/healthz`: that the process is up, and which one it is. */
export function healthAnswer(context: GatewayContext, startedAtMs: number): Response {
  const uptimeMs = Math.round(context.clock.monotonicMs() - startedAtMs);
  return Response.json({ name: 'seawall', status: 'up', version: context.version, pid: process.pid, uptimeMs });
}

/** The answer of `/readyz`: 200 while lists can be answered and calls are taken, whatever single servers do. */
export function readinessAnswer(context: GatewayContext, options: { readonly withDetails: boolean }): Response {
  const state = stateOf(context);
  const details = options.withDetails ? { runningCalls: context.calls.count, servers: context.reportServers() } : {};
  return Response.json({ name: 'seawall', status: state, ...details }, { status: state === 'ready' ? 200 : 503 });
}
