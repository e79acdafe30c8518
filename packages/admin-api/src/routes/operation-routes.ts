import { PARKED_STATES } from '@seawall/core/base';
import { z } from 'zod';
import { ASK, CHANGE, READ, type Route } from '../route.ts';
import { adminEvent } from '../schemas/event.ts';
import { listOf, rangeQuery } from '../schemas/filter.ts';
import { auditEntry, configView, parkedCall } from '../schemas/operations.ts';
import { pageOf, pageQuery } from '../schemas/page.ts';
import { atMs, count } from '../schemas/quantity.ts';
import { reasonBody } from '../schemas/reason.ts';

const id = z.strictObject({ id: z.string().min(1).max(100) });

/** Parked writes, the configuration, the audit, and what concerns the whole. */
export const OPERATION_ROUTES = {
  listParked: {
    ...READ,
    path: '/api/parked',
    tag: 'Parked writes',
    answers: 'list',
    summary: 'Writes that wait to be sent, and what became of others.',
    query: z.strictObject({
      states: listOf(...PARKED_STATES),
      server: z.string().max(256).exactOptional(),
      tool: z.string().max(256).exactOptional(),
      limit: z.coerce.number().int().min(1).max(1000).default(100),
    }),
    answer: z.object({ items: z.array(parkedCall) }),
  },
  getParked: {
    ...READ,
    path: '/api/parked/{id}',
    tag: 'Parked writes',
    summary: 'One parked write.',
    parameters: id,
    answer: parkedCall,
  },
  replayParked: {
    ...CHANGE,
    path: '/api/parked/{id}/replay',
    tag: 'Parked writes',
    summary: 'Sends it once more. One whose fate is unknown needs the word of a person that it did not run.',
    parameters: id,
    body: reasonBody.extend({ confirmNotExecuted: z.boolean().default(false) }),
    answer: parkedCall,
  },
  discardParked: {
    ...CHANGE,
    path: '/api/parked/{id}/discard',
    tag: 'Parked writes',
    summary: 'Gives it up.',
    parameters: id,
    body: reasonBody,
    answer: parkedCall,
  },
  getConfiguration: {
    ...READ,
    path: '/api/config',
    tag: 'Configuration',
    summary: 'What is in force and where each value comes from; secrets are hidden.',
    answer: configView,
  },
  reloadConfiguration: {
    ...CHANGE,
    path: '/api/config/reload',
    tag: 'Configuration',
    summary: 'Reads the configuration again; one that is faulty is refused, and the old one stays.',
    answer: z.object({ outcome: z.enum(['applied', 'refused']), detail: z.string() }),
  },
  listAudit: {
    ...READ,
    path: '/api/audit',
    tag: 'Operations',
    answers: 'list',
    summary: 'What agents asked for and people did, newest first.',
    query: z.strictObject({
      ...pageQuery,
      ...rangeQuery,
      actor: z.string().max(200).exactOptional(),
      action: z.string().max(100).exactOptional(),
      server: z.string().max(256).exactOptional(),
    }),
    answer: pageOf(auditEntry),
  },
  purge: {
    ...CHANGE,
    path: '/api/purge',
    tag: 'Operations',
    summary: 'Forgets what is kept of calls and errors; the audit stays.',
    body: reasonBody.extend({
      what: z.enum(['everything', 'calls', 'errors', 'payloads']),
      server: z.string().max(256).exactOptional(),
    }),
    answer: z.object({ removed: count }),
  },
  testRedaction: {
    ...ASK,
    path: '/api/redaction/test',
    tag: 'Operations',
    summary: 'Shows what would be hidden in a text, and by which rule. The text is kept nowhere.',
    body: z.strictObject({ text: z.string().max(100_000) }),
    answer: z.object({ text: z.string(), rules: z.array(z.object({ rule: z.string(), count })) }),
  },
  openSession: {
    ...CHANGE,
    path: '/api/session',
    tag: 'Session',
    summary: 'Gives a browser its cookie in exchange for the code of the link, which works once, or for the token.',
    body: z.union([
      z.strictObject({ code: z.string().min(1).max(200) }),
      z.strictObject({ token: z.string().min(1).max(1000) }),
    ]),
    answer: z.object({ expiresAtMs: atMs }),
  },
  closeSession: {
    ...CHANGE,
    path: '/api/session/end',
    tag: 'Session',
    summary: 'Makes the cookie worthless.',
    answer: z.object({}),
  },
  createLink: {
    ...CHANGE,
    path: '/api/session/link',
    tag: 'Session',
    summary: 'Makes a link that opens the dashboard once, within ten minutes.',
    answer: z.object({ url: z.string(), expiresAtMs: atMs }),
  },
  getEvents: {
    ...READ,
    path: '/api/events',
    tag: 'Operations',
    answers: 'stream',
    summary: 'Changes as they happen (server-sent events); goes on after `Last-Event-ID`, or says `resync`.',
    answer: adminEvent,
  },
  getDiagnosticsBundle: {
    ...READ,
    path: '/api/bundle',
    tag: 'Operations',
    answers: 'file',
    summary: 'Everything that helps to find a fault, as one JSON file, secrets hidden.',
    answer: z.record(z.string(), z.unknown()),
  },
  getOpenApi: {
    ...READ,
    path: '/api/openapi.json',
    tag: 'Operations',
    summary: 'This document.',
    answer: z.record(z.string(), z.unknown()),
  },
} as const satisfies Readonly<Record<string, Route>>;
