import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { askedFor, type StandInAnswer, sendJson, standInAnswer } from '../real-servers/stand-in.ts';
import { listenLocally } from '../support/listen-locally.ts';
import { type Fault, STATUS_FAULTS } from './faults.ts';
import { heldHeaders, withEcho } from './leaky-answer.ts';
import { isToolCall, remoteAnswer } from './remote-door.ts';
import { REMOTE } from './vendors/remote.ts';
import type { Vendor, VendorAnswer } from './vendors/vendor.ts';
import { VENDORS } from './vendors/vendors.ts';

/** What a vendor does from now on: one of the faults that all have, or the name of one of its own. */
export interface VendorMood {
  readonly fault: Fault | { readonly special: string };
  /** Whether what fails tells what it was asked, credentials included.
   * @default false */
  readonly leaky?: boolean;
}

/** A service on this machine that fails as the real one does. */
export interface FaultyVendor extends AsyncDisposable {
  readonly url: string;
  /** Changes what it does, and lets go of the requests that it left unanswered. */
  become(mood: VendorMood): void;
  /** How many requests came since the last change. */
  readonly requests: number;
  /** What was asked of a service that is not known, as `GET /path`. */
  readonly unknown: readonly string[];
}

export interface FaultyVendorOptions {
  /** How long it asks to wait where it asks to wait, in seconds.
   * @default 90 */
  readonly retryAfterSeconds?: number;
}

/** Longer than any call of the suite may take: whoever waits for it is seen. */
const RETRY_AFTER_SECONDS = 90;

/** Asked for beside the calls and always answered well: what a server needs for its list of tools, reports of its use. */
const BESIDE_CALLS = /^(\/supabase\/content|\/api\.agnost\.ai\/)/;

/** Where clients look for a way to log in; there is none. */
const LOGIN = /^\/(\.well-known\/|register$)/;

/** Starts a service for one server alone, so that the faults of one never meet the calls of another. */
export async function startFaultyVendor({
  retryAfterSeconds = RETRY_AFTER_SECONDS,
}: FaultyVendorOptions = {}): Promise<FaultyVendor> {
  const unknown: string[] = [];
  const unanswered = new Set<ServerResponse>();
  let mood: VendorMood = { fault: '200' };
  let requests = 0;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname } = new URL(request.url ?? '/', 'http://vendor');
    const body = await text(request);
    const vendor = VENDORS.find(({ paths }) => paths.test(pathname));
    const isCall = vendor === REMOTE ? isToolCall(body) : !BESIDE_CALLS.test(pathname);
    if (isCall) requests += 1;
    if (vendor === undefined || !isCall || mood.fault === '200') {
      // A client that names a session may lose it.
      if (vendor === REMOTE) response.setHeader('mcp-session-id', 'tides');
      const success = vendor === REMOTE ? remoteAnswer(request.method, body) : standInAnswer(request);
      if (success === undefined && vendor === undefined && !LOGIN.test(pathname)) unknown.push(askedFor(request));
      sendJson(response, success ?? NOT_FOUND);
    } else if (mood.fault === 'silence') unanswered.add(response);
    else if (mood.fault === 'reset') cut(response);
    else {
      const echo = mood.leaky === true ? heldHeaders(request, body) : undefined;
      sendFault(response, answerTo(vendor, mood.fault), retryAfterSeconds, echo);
    }
  };
  const { url, [Symbol.asyncDispose]: close } = await listenLocally((request, response) => {
    // A server that gave up cuts the connection while its request is read; there is nobody left to answer.
    void answer(request, response).catch(() => response.destroy());
  });
  return {
    url,
    unknown,
    become: (next) => {
      mood = next;
      requests = 0;
      for (const response of unanswered) response.destroy();
      unanswered.clear();
    },
    get requests() {
      return requests;
    },
    [Symbol.asyncDispose]: close,
  };
}

const NOT_FOUND: StandInAnswer = { status: 404, body: { message: 'Not Found' } };
/** A page as a proxy or a portal in front of a service answers it. */
const PAGE = '<!DOCTYPE html><html><head><title>Sign in to the harbour network</title></head><body>Hello</body></html>';
/** JSON that ends in the middle. */
const BROKEN = '{"results": [{"title": "A wa';

/** Cuts the connection in the middle of an answer. */
function cut(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write(BROKEN, () => response.socket?.resetAndDestroy());
}

function sendFault(
  response: ServerResponse,
  answer: VendorAnswer & { readonly status: number },
  retryAfterSeconds: number,
  echo: string | undefined,
): void {
  const body = echo === undefined ? answer.body : withEcho(answer.body, echo);
  const isText = typeof body === 'string';
  response.writeHead(answer.status, {
    'content-type': isText ? 'text/html' : 'application/json',
    ...(answer.isTemporary === true ? { 'retry-after': String(retryAfterSeconds) } : {}),
    ...answer.headers,
  });
  response.end(isText ? body : JSON.stringify(body));
}

function answerTo(vendor: Vendor, fault: VendorMood['fault']): VendorAnswer & { readonly status: number } {
  if (fault === 'html') return { status: 200, body: PAGE };
  if (fault === 'broken') return { status: 200, body: BROKEN, headers: { 'content-type': 'application/json' } };
  if (typeof fault === 'object') {
    const special = vendor.special?.[fault.special];
    if (special === undefined) throw new Error(`"${vendor.name}" has no fault "${fault.special}".`);
    return special;
  }
  const status = STATUS_FAULTS.find((each) => String(each) === fault);
  if (status === undefined) throw new Error(`"${fault}" is no status.`);
  return { status, ...vendor.answers[status] };
}
