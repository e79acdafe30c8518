import type { Caller, Host, HostCapabilities, ServerNotification, ServerRequest } from '../../src/hosts/host.ts';
import type { CallOptions, Seawall } from '../../src/seawall/seawall.ts';
import { type FakeSeawall, type FakeServer, openFake } from './fake-seawall.ts';

/** What a host was asked and told, in order. */
export interface Heard {
  readonly requests: ServerRequest[];
  readonly notifications: ServerNotification[];
  /** The signals that came with {@link Heard.requests}. */
  readonly signals: AbortSignal[];
}

export type AnswerToServer = (request: ServerRequest) => Promise<Readonly<Record<string, unknown>>>;

export interface FakeHost extends Heard {
  readonly host: Host;
  /** A caller of this host; what comes during its calls is heard apart from what comes outside. */
  caller(overrides?: Partial<Caller>): Caller & Heard;
}

/** Everything that a host can declare. */
export const EVERYTHING: HostCapabilities = { sampling: {}, elicitation: { form: {}, url: {} }, roots: {} };

const accepted: AnswerToServer = () => Promise.resolve({ action: 'accept' });

/** Never answers. */
export const thinking: AnswerToServer = () => new Promise(() => undefined);

function heard(): Heard {
  return { requests: [], notifications: [], signals: [] };
}

/** Adds a host that writes down what it hears and answers as told. */
export function addFakeHost(
  seawall: Seawall,
  options: { readonly capabilities?: HostCapabilities; readonly answer?: AnswerToServer } = {},
): FakeHost {
  const { capabilities = EVERYTHING, answer = accepted } = options;
  const outside = heard();
  const host = seawall.addHost({
    capabilities,
    onRequest: (request, { signal }) => {
      outside.requests.push(request);
      outside.signals.push(signal);
      return answer(request);
    },
    onNotification: (notification) => outside.notifications.push(notification),
  });
  return { ...outside, host, caller: (overrides) => fakeCaller({ host, capabilities, ...overrides }, answer) };
}

/** A caller that writes down what it hears and answers as told; without a host unless it is given one. */
export function fakeCaller(overrides: Partial<Caller> = {}, answer: AnswerToServer = accepted): Caller & Heard {
  const during = heard();
  return {
    ...during,
    capabilities: EVERYTHING,
    onRequest: (request, { signal }) => {
      during.requests.push(request);
      during.signals.push(signal);
      return answer(request);
    },
    onNotification: (notification) => void during.notifications.push(notification),
    ...overrides,
  };
}

/** A server of which the calls run until they are told to end. */
export interface PatientServer {
  readonly server: FakeServer;
  /** Ends the call of a tool. */
  finish(tool: string, result?: unknown): void;
  /** What stands for the call of a tool in messages that belong to it. */
  originOf(tool: string): object;
}

export function patientServer(server: FakeServer = {}): PatientServer {
  const running = new Map<string, { readonly origin: object | undefined; end(result: unknown): void }>();
  const find = (tool: string) => {
    const call = running.get(tool);
    if (call === undefined) throw new Error(`${tool} does not run.`);
    return call;
  };
  return {
    server: {
      capabilities: { tools: {}, logging: {}, resources: { subscribe: true } },
      ...server,
      answer: (request, options, connection) => {
        if (request.method !== 'tools/call') {
          return server.answer?.(request, options, connection) ?? EMPTY_LISTS[request.method] ?? {};
        }
        const tool = String(request.params?.name);
        return new Promise((end) => running.set(tool, { origin: options.origin, end }));
      },
    },
    finish: (tool, result = { content: [] }) => find(tool).end(result),
    originOf: (tool) => {
      const { origin } = find(tool);
      if (origin === undefined) throw new Error(`The call of ${tool} has no origin.`);
      return origin;
    },
  };
}

const EMPTY_LISTS: Readonly<Record<string, unknown>> = {
  'tools/list': { tools: [] },
  'prompts/list': { prompts: [] },
  'resources/list': { resources: [] },
  'resources/templates/list': { resourceTemplates: [] },
};

export const ELICITATION = {
  method: 'elicitation/create',
  params: { message: 'Which?', requestedSchema: {} },
} as const;

export function logLine(level: string, data = 'text'): { method: string; params: Readonly<Record<string, unknown>> } {
  return { method: 'notifications/message', params: { level, data } };
}

/** A client that is connected to one fake server, `jira`. */
export async function connectFake(
  server: FakeServer,
  options: Parameters<typeof openFake>[1] = {},
): Promise<FakeSeawall> {
  const fake = await openFake({ jira: server }, options);
  await fake.seawall.connect();
  await fake.clock.settle();
  return fake;
}

/** Starts a call at `jira` and waits until it is under way. */
export async function startCall(
  { seawall, clock }: FakeSeawall,
  name: string,
  options: CallOptions = {},
): Promise<{ readonly outcome: Promise<unknown> }> {
  const outcome = seawall.callTool({ server: 'jira', name }, options);
  outcome.catch(() => undefined); // Who needs it awaits it.
  await clock.settle();
  return { outcome };
}
