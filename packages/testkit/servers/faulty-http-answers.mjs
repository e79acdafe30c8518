// @ts-check
import { lastWords } from './faulty-server.mjs';
import { processClock } from './process-clock.mjs';

/** @typedef {import('node:http').ServerResponse} ServerResponse */
/** @typedef {import('../src/faults/fault-order.ts').FaultOrder} FaultOrder */
/** @typedef {import('../src/faults/faulty-server-settings.ts').FaultyServerSettings} Settings */
/** @typedef {import('./scripted-protocol.mjs').OutgoingMessage} OutgoingMessage */
/** @typedef {import('./wire-shapes.mjs').Wire} Wire */
/** @typedef {{ readonly [name: string]: string }} Headers */

const DRIP_PIECES = 40;
const DRIP_MS = 2000;
const JSON_TYPE = { 'content-type': 'application/json' };
const SSE_TYPE = { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' };

/**
 * The way of proper answers: JSON, or an event stream as soon as something else comes first.
 *
 * @param {{ readonly response: ServerResponse, readonly headers: Headers, readonly isStream: boolean }} options
 * @returns {import('./scripted-protocol.mjs').ScriptedExchange}
 */
export function createFaultyReply({ response, headers, isStream }) {
  const stream = () => {
    if (!response.headersSent) response.writeHead(200, { ...headers, ...SSE_TYPE });
  };
  /** @param {OutgoingMessage} message */
  const event = (message) => response.write(`event: message\ndata: ${JSON.stringify(message)}\n\n`);
  let isEnding = false;
  if (isStream) {
    stream();
    response.flushHeaders();
  }
  return {
    reply: (message, status = 200) => {
      if (response.destroyed || response.writableEnded) return;
      if (!response.headersSent) {
        response.writeHead(status, { ...headers, ...JSON_TYPE }).end(JSON.stringify(message));
        return;
      }
      event(message);
      // A second answer in the same turn still leaves.
      if (!isEnding) processClock.setTimer(() => response.end(), 0);
      isEnding = true;
    },
    notify: (message) => {
      stream();
      event(message);
    },
    raw: (text) => void response.write(text),
    cut: () => void response.destroy(),
  };
}

/**
 * Does what only HTTP can do wrong.
 *
 * @param {{
 *   readonly fault: FaultOrder,
 *   readonly settings: Settings,
 *   readonly message: Wire,
 *   readonly response: ServerResponse,
 *   readonly headers: Headers,
 *   readonly run: (answered: (answer: OutgoingMessage) => void) => void,
 *   readonly chance: () => number,
 * }} request
 * @returns {boolean} whether it did; otherwise the fault is one of every transport
 */
export function answerFaultily(request) {
  const { fault, settings, response, headers, run } = request;
  switch (fault.kind) {
    case '401':
      end(response, 401, `Unauthorized: token ${settings.secret ?? ''} has expired`, {
        'www-authenticate': 'Bearer error="invalid_token"',
      });
      return true;
    case '429':
      end(response, 429, 'Too Many Requests', { 'retry-after': fault.retryAfter });
      return true;
    case '500':
      // The server runs the call and stumbles afterwards, as many do.
      run(() => end(response, 500, htmlPage(settings)));
      return true;
    case '503':
      end(response, 503, 'Service Unavailable', { 'retry-after': fault.retryAfter });
      return true;
    case 'flaky':
      flake(request);
      return true;
    case 'garbage':
      run(() => response.writeHead(200, { ...headers, ...JSON_TYPE }).end(`<<< ${lastWords(settings)} >>>`));
      return true;
    case 'truncated':
      run((answer) => {
        const body = JSON.stringify(answer);
        response.writeHead(200, { ...headers, ...JSON_TYPE, 'content-length': String(Buffer.byteLength(body)) });
        response.write(body.slice(0, body.length / 2), () => response.destroy());
      });
      return true;
    case 'header-stall':
      response.writeHead(200, { ...headers, ...JSON_TYPE });
      response.flushHeaders();
      return true;
    case 'reset-before':
      response.socket?.resetAndDestroy();
      return true;
    case 'reset-after':
      run(() => response.socket?.resetAndDestroy());
      return true;
    case 'slow-drip':
      run((answer) => drip(response, JSON.stringify(answer), headers));
      return true;
    case 'sse-cut-before':
      response.writeHead(200, { ...headers, ...SSE_TYPE }).write(': soon\n\n', () => response.destroy());
      return true;
    case 'sse-cut-after':
      run((answer) => {
        const event = `data: ${JSON.stringify(answer)}\n\n`;
        response.writeHead(200, { ...headers, ...SSE_TYPE });
        response.write(event.slice(0, event.length - 8), () => response.destroy());
      });
      return true;
    case 'sse-end':
      run(() => response.writeHead(200, { ...headers, ...SSE_TYPE }).end());
      return true;
    default:
      return false;
  }
}

/**
 * One of 500, 503 and a reset, the first and the last of them before or after the call ran.
 *
 * @param {Parameters<typeof answerFaultily>[0]} request
 */
function flake({ settings, response, run, chance }) {
  const pick = Math.floor(chance() * 5);
  const fail = () => end(response, 500, htmlPage(settings));
  const reset = () => void response.socket?.resetAndDestroy();
  if (pick === 0) fail();
  else if (pick === 1) run(fail);
  else if (pick === 2) reset();
  else if (pick === 3) run(reset);
  else end(response, 503, 'Service Unavailable', { 'retry-after': '0' });
}

/** @param {Settings} settings */
function htmlPage(settings) {
  return `<!DOCTYPE html><html><body><h1>Internal Server Error</h1><pre>${lastWords(settings)}</pre></body></html>`;
}

/**
 * @param {ServerResponse} response
 * @param {number} status
 * @param {string} body
 * @param {{ readonly [name: string]: string | undefined }} [headers]
 */
function end(response, status, body, headers = {}) {
  if (response.headersSent || response.destroyed) return;
  const type = body.startsWith('<') ? 'text/html' : 'text/plain';
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) response.setHeader(name, value);
  response.writeHead(status, { 'content-type': type }).end(body);
}

/**
 * @param {ServerResponse} response
 * @param {string} body
 * @param {Headers} headers
 */
function drip(response, body, headers) {
  const size = Math.ceil(body.length / DRIP_PIECES);
  response.writeHead(200, { ...headers, ...JSON_TYPE });
  /** @param {number} at */
  const next = (at) => {
    if (response.destroyed) return;
    response.write(body.slice(at, at + size));
    if (at + size >= body.length) response.end();
    else processClock.setTimer(() => next(at + size), DRIP_MS / DRIP_PIECES);
  };
  next(0);
}
