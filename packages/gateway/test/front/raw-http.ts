/** A host that speaks to the gateway by hand. */
export const JSON_HEADERS = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

/** What every request of 2026-07-28 carries in its `_meta`. */
export const ENVELOPE = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
};

export type HostHeaders = Readonly<Record<string, string>>;

export function post(
  url: string,
  body: unknown,
  { headers = {}, signal }: { readonly headers?: HostHeaders; readonly signal?: AbortSignal } = {},
): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { ...JSON_HEADERS, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...(signal === undefined ? {} : { signal }),
  });
}

/** A request of 2026-07-28 with the headers that belong to it. */
export function postModern(
  url: string,
  request: {
    readonly id: number | string;
    readonly method: string;
    readonly params?: Readonly<Record<string, unknown>>;
  },
  { headers = {}, signal }: { readonly headers?: HostHeaders; readonly signal?: AbortSignal } = {},
): Promise<Response> {
  const { id, method, params = {} } = request;
  const name = params.name ?? params.uri;
  const own = {
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': method,
    ...(typeof name === 'string' ? { 'mcp-name': name } : {}),
  };
  const body = { jsonrpc: '2.0', id, method, params: { ...params, _meta: ENVELOPE } };
  return post(url, body, { headers: { ...own, ...headers }, ...(signal === undefined ? {} : { signal }) });
}

export function initializeRequest(protocolVersion: string) {
  const params = { protocolVersion, capabilities: {}, clientInfo: { name: 't', version: '1' } };
  return { jsonrpc: '2.0', id: 'init', method: 'initialize', params };
}

/** Opens a session; @returns the headers of its further requests. */
export async function openSession(url: string, protocolVersion = '2025-11-25'): Promise<HostHeaders> {
  const response = await post(url, initializeRequest(protocolVersion));
  await response.text();
  const headers = {
    'mcp-session-id': response.headers.get('mcp-session-id') ?? '',
    'mcp-protocol-version': protocolVersion,
  };
  await (await post(url, { jsonrpc: '2.0', method: 'notifications/initialized' }, { headers })).text();
  return headers;
}

export function listen(
  url: string,
  headers: HostHeaders,
  { lastEventId, signal }: { readonly lastEventId?: string | undefined; readonly signal?: AbortSignal } = {},
): Promise<Response> {
  return fetch(url, {
    headers: {
      accept: 'text/event-stream',
      ...headers,
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    },
    ...(signal === undefined ? {} : { signal }),
  });
}

/** One event of a stream; a comment has neither id nor data. */
export interface StreamEvent {
  readonly id: string | undefined;
  readonly retry: string | undefined;
  readonly message: Readonly<Record<string, unknown>> | undefined;
}

/** Reads the events of a response one by one; ends when the stream does, also when it breaks. */
export async function* readEvents(response: Response): AsyncGenerator<StreamEvent, undefined> {
  if (response.body === null) return;
  let rest = '';
  const decoder = new TextDecoder();
  try {
    for await (const chunk of response.body) {
      const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
      rest = parts.pop() ?? '';
      for (const part of parts) yield toEvent(part);
    }
  } catch {
    // The test broke it.
  }
}

/** The next event that carries a message. */
export async function nextMessage(events: AsyncGenerator<StreamEvent, undefined>): Promise<StreamEvent> {
  for (;;) {
    const { value, done } = await events.next();
    if (done) throw new Error('The stream ended.');
    if (value.message !== undefined) return value;
  }
}

/** The messages up to the end of a response. */
export async function allMessages(response: Response): Promise<readonly StreamEvent['message'][]> {
  const messages: StreamEvent['message'][] = [];
  for await (const { message } of readEvents(response)) if (message !== undefined) messages.push(message);
  return messages;
}

function toEvent(text: string): StreamEvent {
  const fields = new Map(
    text.split('\n').map((line) => {
      const at = line.indexOf(':');
      return [line.slice(0, at), line.slice(at + 1).trim()];
    }),
  );
  const data = fields.get('data') ?? '';
  return { id: fields.get('id'), retry: fields.get('retry'), message: data === '' ? undefined : JSON.parse(data) };
}
