/** Which requests a fault meets, and whether the call behind one runs nevertheless. */
export interface HttpFaultScope {
  /** JSON-RPC methods, or `GET` and `DELETE` for requests without one. Without it: every request. */
  readonly methods?: readonly string[];
  /** Meets so many requests, then goes. Without it the fault stays until it is changed. */
  readonly times?: number;
  /** Whether the call is carried out before its answer is spoilt, as in "it may have run". By default
   * `cut`, `sse-end`, `sse-destroy`, `content-type` and `slow-drip` carry it out, the others do not. */
  readonly executes?: boolean;
}

/** What a scripted HTTP server does to a request instead of answering it properly. */
export type HttpFault = HttpFaultScope &
  (
    | RefuseFault
    | ResetFault
    | HangFault
    | HangAfterHeadersFault
    | RedirectFault
    | HtmlFault
    | StatusFault
    | CutFault
    | SseEndFault
    | SseDestroyFault
    | ContentTypeFault
    | NotJsonFault
    | NotJsonRpcFault
    | SessionLostFault
    | SlowDripFault
    | BigBodyFault
  );

/** Nothing listens on the port until the fault is taken back. Meets everything; its scope is ignored. */
export interface RefuseFault {
  readonly kind: 'refuse';
}

/** The connection is reset before any answer. */
export interface ResetFault {
  readonly kind: 'reset';
}

/** The request is taken and never answered. */
export interface HangFault {
  readonly kind: 'hang';
}

/** Status and headers arrive, the body never does. */
export interface HangAfterHeadersFault {
  readonly kind: 'hang-after-headers';
  /** @default 'application/json' */
  readonly contentType?: string;
}

/** A redirect to another path, on this origin or on another one. */
export interface RedirectFault {
  readonly kind: 'redirect';
  readonly to: 'cross-origin' | 'same-origin';
  /** @default 307 */
  readonly status?: number;
  /** @default the path `/moved`, here or on the host name `localhost`; it serves like the original and
   * meets no fault */
  readonly location?: string;
}

/** Status 200 with an HTML page, as captive portals and proxies answer. */
export interface HtmlFault {
  readonly kind: 'html';
  /** @default a small page */
  readonly body?: string;
}

/** A status with the headers and body given. */
export interface StatusFault {
  readonly kind: 'status';
  readonly status: number;
  readonly headers?: { readonly [name: string]: string };
  /** @default '' */
  readonly body?: string;
}

/** The first half of the JSON answer, then the socket is destroyed. */
export interface CutFault {
  readonly kind: 'cut';
}

/** An SSE stream that ends cleanly without an answer. */
export interface SseEndFault {
  readonly kind: 'sse-end';
  /** An event id to send first, which invites the client to resume. */
  readonly eventId?: string;
}

/** An SSE stream whose socket is destroyed before an answer. */
export interface SseDestroyFault {
  readonly kind: 'sse-destroy';
  /** An event id to send first, which invites the client to resume. */
  readonly eventId?: string;
}

/** The proper answer under the wrong content type. */
export interface ContentTypeFault {
  readonly kind: 'content-type';
  /** @default 'text/plain' */
  readonly contentType?: string;
}

/** Status 200, `application/json`, and a body that is not JSON. */
export interface NotJsonFault {
  readonly kind: 'not-json';
  /** @default '{"jsonrpc": oops' */
  readonly body?: string;
}

/** Status 200 and JSON that is not JSON-RPC. */
export interface NotJsonRpcFault {
  readonly kind: 'not-json-rpc';
  /** @default '{"status":"ok"}' */
  readonly body?: string;
}

/** Status 404 with error -32001 for every request that names a session; `initialize` works. */
export interface SessionLostFault {
  readonly kind: 'session-lost';
}

/** The proper answer, a few bytes at a time. */
export interface SlowDripFault {
  readonly kind: 'slow-drip';
  /** @default 1 */
  readonly bytes?: number;
  /** @default 100 */
  readonly everyMs?: number;
}

/** A well-formed answer whose one text block has `bytes` characters. */
export interface BigBodyFault {
  readonly kind: 'big-body';
  readonly bytes: number;
}
