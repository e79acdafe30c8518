#!/usr/bin/env node
// @ts-check
// An MCP server over Streamable HTTP that does wrong what its control file says: see faulty-server.mjs.
import { createServer } from 'node:http';
import { answerFaultily, createFaultyReply } from './faulty-http-answers.mjs';
import { createFaultyServer, LOOP_ALIVE_MS, readSettings } from './faulty-server.mjs';
import { processClock } from './process-clock.mjs';
import { hasModernEnvelope, MODERN_VERSION } from './scripted-protocol.mjs';
import { isObject } from './wire-shapes.mjs';

/** @typedef {import('node:http').IncomingMessage} IncomingMessage */
/** @typedef {import('node:http').ServerResponse} ServerResponse */
/** @typedef {import('./scripted-protocol.mjs').ScriptedConnection} ScriptedConnection */
/** @typedef {import('./scripted-protocol.mjs').OutgoingMessage} OutgoingMessage */
/** @typedef {import('./wire-shapes.mjs').Wire} Wire */
/** @typedef {{ readonly id: string, readonly connection: ScriptedConnection, stream: ServerResponse | undefined }} Session */

const RESTART_MS = 200;
const REOPEN_MS = 20;
const NOT_FOUND = JSON.stringify({ jsonrpc: '2.0', error: { code: -32001, message: 'Session not found' }, id: null });

const settings = readSettings();
/** @type {Map<string, Session>} */
const sessions = new Map();
let opened = 0;
/** The port once it is known: it stays the same whatever happens. */
let port = settings.port ?? 0;
let isOpen = false;
let isRestarting = false;
/** Whether sessions that are forgotten answer with nothing instead of 404. */
let isEmptyHanded = false;

const http = createServer((request, response) => {
  response.on('error', () => undefined);
  void serve(request, response);
});
http.keepAliveTimeout = 60_000;
http.on('error', () => {
  isOpen = false;
  processClock.setTimer(open, REOPEN_MS);
});

const server = createFaultyServer(settings, {
  end,
  onOrders: ({ find }) => {
    if (find('empty-success') !== undefined && !isEmptyHanded) sessions.clear();
    isEmptyHanded = find('empty-success') !== undefined;
    if (find('refuse') !== undefined) shut();
    else if (find('crash') === undefined && !isRestarting) open();
  },
});
open();
process.on('disconnect', () => process.exit(0));

/**
 * Does as if the process had ended: what it knew of sessions is lost.
 *
 * @param {'crash' | 'loop' | 'restart'} how
 */
function end(how) {
  sessions.clear();
  shut();
  if (how === 'crash' || isRestarting) return;
  isRestarting = true;
  processClock.setTimer(() => {
    isRestarting = false;
    open();
    if (how === 'loop' && server.orders.find('crash-loop') !== undefined)
      processClock.setTimer(() => end('loop'), LOOP_ALIVE_MS);
  }, RESTART_MS);
}

function open() {
  if (isOpen) return;
  isOpen = true;
  http.listen(port, '127.0.0.1', () => {
    const address = http.address();
    if (address === null || typeof address === 'string') return;
    port = address.port;
    process.send?.({ port });
  });
}

function shut() {
  if (!isOpen) return;
  isOpen = false;
  http.close();
  http.closeAllConnections();
}

/**
 * @param {IncomingMessage} request
 * @param {ServerResponse} response
 */
async function serve(request, response) {
  if (request.method === 'POST') {
    const body = await readBody(request);
    if (isObject(body)) servePost(request, body, response);
    else response.writeHead(400).end();
    return;
  }
  const session = sessions.get(String(request.headers['mcp-session-id']));
  if (settings.era === 'modern') response.writeHead(405, { allow: 'POST' }).end();
  else if (session === undefined) notFound(response);
  else if (request.method === 'DELETE') {
    sessions.delete(session.id);
    response.writeHead(200).end();
  } else {
    session.stream = response.writeHead(200, { 'content-type': 'text/event-stream', 'mcp-session-id': session.id });
    response.flushHeaders();
  }
}

/**
 * @param {IncomingMessage} request
 * @param {Wire} message
 * @param {ServerResponse} response
 */
function servePost(request, message, response) {
  const fault = message.id === undefined || message.method === undefined ? undefined : server.orders.meet(message);
  const session = sessionOf(request, message);
  if (session === undefined && fault?.kind === 'empty-success') {
    const result = { content: [] };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ jsonrpc: '2.0', id: message.id, result }));
    return;
  }
  if (session === undefined) return notFound(response);
  const headers = session.id === '' ? {} : { 'mcp-session-id': session.id };
  const isListen = message.method === 'subscriptions/listen';
  const exchange = createFaultyReply({ response, headers, isStream: isListen || settings.responses === 'sse' });
  if (session.id === '') {
    response.once('close', () => {
      if (!response.writableFinished) session.connection.abandon(message.id);
      session.connection.close();
    });
  }
  if (message.id === undefined || message.method === undefined) {
    server.serve({ connection: session.connection, message, exchange, fault: undefined });
    response.writeHead(202, headers).end();
    return;
  }
  if (fault?.kind === 'empty-success') {
    session.connection.receive(message, exchange);
    return;
  }
  /** @param {(answer: OutgoingMessage) => void} answered */
  const run = (answered) => session.connection.receive(message, { ...exchange, reply: answered });
  const chance = server.orders.chance;
  if (fault !== undefined && answerFaultily({ fault, settings, message, response, headers, run, chance })) return;
  server.serve({ connection: session.connection, message, exchange, fault });
}

/**
 * The session of a legacy client, or one that lasts as long as the request; nothing when it was forgotten.
 *
 * @param {IncomingMessage} request
 * @param {Wire} message
 * @returns {Session | undefined}
 */
function sessionOf(request, message) {
  const isModern = hasModernEnvelope(message) || request.headers['mcp-protocol-version'] === MODERN_VERSION;
  if (isModern) return { id: '', connection: server.openConnection(() => undefined), stream: undefined };
  if (message.method !== 'initialize') return sessions.get(String(request.headers['mcp-session-id']));
  opened += 1;
  /** @type {Session} */
  const session = {
    id: `${process.pid}-${process.hrtime.bigint()}-${opened}`,
    connection: server.openConnection((sent) => session.stream?.write(`data: ${JSON.stringify(sent)}\n\n`)),
    stream: undefined,
  };
  sessions.set(session.id, session);
  return session;
}

/** @param {ServerResponse} response */
function notFound(response) {
  response.writeHead(404, { 'content-type': 'application/json' }).end(NOT_FOUND);
}

/**
 * @param {IncomingMessage} request
 * @returns {Promise<unknown>} nothing when it is no JSON, or broke
 */
async function readBody(request) {
  try {
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
