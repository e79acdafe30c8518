import type { CheckView, ServerView } from '@seawall/admin-api';
import type { ConnectionCheck } from '@seawall/client';
import type { AdminActor } from '../admin-access.ts';
import type { MomentLog } from '../moment-log.ts';
import type { AdminHandlers, ReadonlyDeep } from '../operations.ts';
import type { AdminContext } from '../sources.ts';
import { ServerViews } from './server-views.ts';
import { toTimeRange } from './time-range.ts';

type ServerOperation =
  | 'getGateway'
  | 'getOverview'
  | 'listServers'
  | 'getServer'
  | 'listTools'
  | 'listHealthChanges'
  | 'listMoments'
  | 'checkServer'
  | 'restartServer'
  | 'pauseServer'
  | 'resumeServer'
  | 'changeCircuit'
  | 'runDiagnostics';

/** The gateway itself, its servers, tools and circuits. */
export function createServerHandlers(context: AdminContext, moments: MomentLog): Pick<AdminHandlers, ServerOperation> {
  const { seawall, gateway, sources, version, clock } = context;
  const views = new ServerViews(context);
  const changeOfServer = (
    server: string,
    action: 'isolate' | 'reset',
    by: { readonly actor: AdminActor; readonly reason: string },
  ): { readonly server: ReadonlyDeep<ServerView> } => {
    seawall.changeCircuit({ server, action, by: { actor: by.actor.name, reason: by.reason } });
    return { server: views.one(server) };
  };
  return {
    getGateway: () => {
      const { operator } = sources;
      const { file } = operator.configuration();
      const { state, runningCalls, mcpUrl, startedAtMs } = gateway();
      return {
        version,
        state,
        startedAtMs,
        nowMs: clock.now(),
        runtime: `Node.js ${process.version}, ${process.platform} ${process.arch}`,
        pid: process.pid,
        runningCalls,
        mcpUrl,
        ...(file === undefined ? {} : { configFile: file }),
        ...(operator.dataDir === undefined ? {} : { dataDir: operator.dataDir }),
      };
    },
    getOverview: () => views.overview(),
    listServers: () => ({ items: views.all() }),
    getServer: ({ parameters }) => views.detail(parameters.server),
    listTools: async ({ query }) => ({ items: await views.tools(query.server) }),
    listHealthChanges: ({ query: { from, to, ...query } }) =>
      sources.store.health({ ...query, ...toTimeRange(from, to) }),
    listMoments: ({ query }) => {
      const { from = 0, to = Number.POSITIVE_INFINITY } = query;
      const { startedAtMs } = gateway();
      const start = startedAtMs >= from && startedAtMs < to ? [{ atMs: startedAtMs, kind: 'started' } as const] : [];
      return { items: [...start, ...moments.list(query)] };
    },
    checkServer: async ({ parameters: { server } }) => {
      const [check] = await seawall.checkConnections({ servers: [server] });
      return toCheckView(server, check);
    },
    restartServer: async ({ parameters: { server } }) => {
      await seawall.reconnect(server);
      moments.add({ atMs: clock.now(), kind: 'restarted', server });
      return { server: views.one(server) };
    },
    pauseServer: ({ parameters: { server }, body: { reason } }, { actor }) =>
      changeOfServer(server, 'isolate', { actor, reason }),
    resumeServer: ({ parameters: { server }, body: { reason } }, { actor }) =>
      changeOfServer(server, 'reset', { actor, reason }),
    changeCircuit: ({ parameters: { server }, body }, { actor }) => {
      const { action, tool, reason } = body;
      const about = { server, ...(tool === undefined ? {} : { tool }) };
      seawall.changeCircuit({ ...about, action, by: { actor: actor.name, reason } });
      return views.circuit(server, tool);
    },
    runDiagnostics: ({ body }, { signal }) => sources.operator.examine(body.servers, signal),
  };
}

function toCheckView(server: string, check: ConnectionCheck | undefined): CheckView {
  if (check === undefined) return { server, result: 'not_connected' };
  if (check.result === 'error') return { server, result: 'error', error: check.error.toJSON() };
  if (check.result === 'connected') return { server, result: 'connected', elapsedMs: check.elapsedMs };
  return { server, result: check.result };
}
