import { z } from 'zod';
import { CHANGE, READ, type Route } from '../route.ts';
import { rangeQuery } from '../schemas/filter.ts';
import { momentView } from '../schemas/moment.ts';
import { healthRecord } from '../schemas/observed.ts';
import { diagnosticsView } from '../schemas/operations.ts';
import { pageOf, pageQuery } from '../schemas/page.ts';
import { reasonBody } from '../schemas/reason.ts';
import {
  checkView,
  circuitView,
  gatewayView,
  overview,
  serverDetail,
  serverView,
  toolView,
} from '../schemas/server.ts';

const serverName = z.strictObject({ server: z.string().min(1).max(256) });
const done = z.object({ server: serverView });

/** Servers, their tools and circuits. */
export const SERVER_ROUTES = {
  getGateway: {
    ...READ,
    path: '/api/gateway',
    tag: 'Gateway',
    summary: 'The gateway itself: version, state, where it keeps what.',
    answer: gatewayView,
  },
  getOverview: {
    ...READ,
    path: '/api/overview',
    tag: 'Gateway',
    summary: 'Everything in one look, with a sentence for a person.',
    answer: overview,
  },
  listServers: {
    ...READ,
    path: '/api/servers',
    tag: 'Servers',
    answers: 'list',
    summary: 'Every server of the configuration and how it does.',
    answer: z.object({ items: z.array(serverView) }),
  },
  getServer: {
    ...READ,
    path: '/api/servers/{server}',
    tag: 'Servers',
    summary: 'One server with its circuits, its stderr and its latest errors.',
    parameters: serverName,
    answer: serverDetail,
  },
  listTools: {
    ...READ,
    path: '/api/tools',
    tag: 'Servers',
    answers: 'list',
    summary: 'Every tool of every server, those that were never called too.',
    query: z.strictObject({ server: z.string().max(256).exactOptional() }),
    answer: z.object({ items: z.array(toolView) }),
  },
  listHealthChanges: {
    ...READ,
    path: '/api/health',
    tag: 'Servers',
    answers: 'list',
    summary: 'How the health of servers changed, newest first.',
    query: z.strictObject({ ...pageQuery, ...rangeQuery, server: z.string().max(256).exactOptional() }),
    answer: pageOf(healthRecord),
  },
  listMoments: {
    ...READ,
    path: '/api/moments',
    tag: 'Gateway',
    summary:
      'When circuits opened and closed, servers were restarted and the configuration was read, since the gateway started.',
    query: z.strictObject(rangeQuery),
    answer: z.object({ items: z.array(momentView) }),
  },
  checkServer: {
    ...CHANGE,
    path: '/api/servers/{server}/check',
    tag: 'Servers',
    summary: 'Asks the server now whether it is there; the answer changes its state as any other does.',
    parameters: serverName,
    answer: checkView,
  },
  restartServer: {
    ...CHANGE,
    path: '/api/servers/{server}/restart',
    tag: 'Servers',
    summary: 'Ends the connection or the process, and begins a new one. Calls that run are answered with an error.',
    parameters: serverName,
    body: reasonBody,
    answer: done,
  },
  pauseServer: {
    ...CHANGE,
    path: '/api/servers/{server}/pause',
    tag: 'Servers',
    summary: 'Sends no more calls to the server until it is resumed.',
    parameters: serverName,
    body: reasonBody,
    answer: done,
  },
  resumeServer: {
    ...CHANGE,
    path: '/api/servers/{server}/resume',
    tag: 'Servers',
    summary: 'Ends a pause.',
    parameters: serverName,
    body: reasonBody,
    answer: done,
  },
  changeCircuit: {
    ...CHANGE,
    path: '/api/servers/{server}/circuit',
    tag: 'Servers',
    summary: 'Opens, closes, isolates or resets the circuit of a server or of one of its tools.',
    parameters: serverName,
    body: reasonBody.extend({
      action: z.enum(['open', 'close', 'isolate', 'reset']),
      tool: z.string().min(1).max(256).exactOptional(),
    }),
    answer: circuitView,
  },
  runDiagnostics: {
    ...CHANGE,
    path: '/api/diagnostics',
    tag: 'Servers',
    summary: 'Has the doctor examine servers, step by step.',
    body: z.strictObject({ servers: z.array(z.string().max(256)).max(100).exactOptional() }),
    answer: diagnosticsView,
  },
} as const satisfies Readonly<Record<string, Route>>;
