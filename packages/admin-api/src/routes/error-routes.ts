import { ERROR_KINDS } from '@seawall/core/base';
import { z } from 'zod';
import { CHANGE, READ, type Route } from '../route.ts';
import { listOf, names, rangeQuery, searchText } from '../schemas/filter.ts';
import {
  CALL_OUTCOMES,
  callRecord,
  ERROR_OUTCOMES,
  errorRecord,
  GROUP_STATES,
  groupRecord,
  replayView,
  SERVED_BY,
  seriesPoint,
} from '../schemas/observed.ts';
import { pageOf, pageQuery } from '../schemas/page.ts';
import { atMs, count, durationMs } from '../schemas/quantity.ts';
import { reasonBody } from '../schemas/reason.ts';

const id = z.strictObject({ id: z.string().min(1).max(100) });
const name = z.string().max(256).exactOptional();

const errorFilter = {
  ...rangeQuery,
  servers: names,
  target: name,
  group: name,
  callId: name,
  kinds: listOf(...ERROR_KINDS),
  codes: names,
  outcomes: listOf(...ERROR_OUTCOMES),
  text: searchText,
};

/** Errors, groups of errors, calls and sums of them. */
export const ERROR_ROUTES = {
  listErrors: {
    ...READ,
    path: '/api/errors',
    tag: 'Errors',
    answers: 'list',
    summary: 'Errors, newest first unless asked otherwise.',
    query: z.strictObject({
      ...pageQuery,
      ...errorFilter,
      order: z.enum(['newest-first', 'oldest-first']).default('newest-first'),
    }),
    answer: pageOf(errorRecord),
  },
  getError: {
    ...READ,
    path: '/api/errors/{id}',
    tag: 'Errors',
    summary: 'One error, with the call it belongs to and its group, as far as they are kept.',
    parameters: id,
    answer: z.object({
      error: errorRecord,
      call: callRecord.exactOptional(),
      group: groupRecord.exactOptional(),
    }),
  },
  countErrors: {
    ...READ,
    path: '/api/error-counts',
    tag: 'Errors',
    summary:
      'How many errors the filter finds for each value of a field, most first; with a text, of the latest 20,000.',
    query: z.strictObject({
      ...errorFilter,
      by: z.enum(['server', 'target', 'kind', 'code', 'outcome', 'group']),
      limit: z.coerce.number().int().min(1).max(100).default(20),
    }),
    answer: z.object({ items: z.array(z.object({ value: z.string(), count })) }),
  },
  listGroups: {
    ...READ,
    path: '/api/groups',
    tag: 'Errors',
    answers: 'list',
    summary: 'Groups of errors, those with the latest error first.',
    query: z.strictObject({
      ...pageQuery,
      servers: names,
      states: listOf(...GROUP_STATES),
      kinds: listOf(...ERROR_KINDS),
      seenSince: z.coerce.number().int().nonnegative().exactOptional(),
      text: searchText,
    }),
    answer: pageOf(groupRecord),
  },
  getGroup: {
    ...READ,
    path: '/api/groups/{id}',
    tag: 'Errors',
    summary: 'One group.',
    parameters: id,
    answer: groupRecord,
  },
  resolveGroup: {
    ...CHANGE,
    path: '/api/groups/{id}/resolve',
    tag: 'Errors',
    summary: 'Says that the cause is gone; an error that happens later makes the group regressed.',
    parameters: id,
    body: reasonBody,
    answer: groupRecord,
  },
  archiveGroup: {
    ...CHANGE,
    path: '/api/groups/{id}/archive',
    tag: 'Errors',
    summary: 'Puts the group away: until it escalates, until so many more errors came, until a time, or for ever.',
    parameters: id,
    body: reasonBody.extend({
      until: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('escalating') }),
        z.strictObject({ kind: z.literal('count'), count: z.int().min(1).max(1_000_000_000) }),
        z.strictObject({ kind: z.literal('time'), atMs }),
        z.strictObject({ kind: z.literal('forever') }),
      ]),
    }),
    answer: groupRecord,
  },
  reopenGroup: {
    ...CHANGE,
    path: '/api/groups/{id}/reopen',
    tag: 'Errors',
    summary: 'Takes back that it was resolved or archived.',
    parameters: id,
    body: reasonBody,
    answer: groupRecord,
  },
  mergeGroups: {
    ...CHANGE,
    path: '/api/groups/{id}/merge',
    tag: 'Errors',
    summary: 'Has this group take the errors of others from now on.',
    parameters: id,
    body: reasonBody.extend({ groups: z.array(z.string().max(100)).min(1).max(50) }),
    answer: groupRecord,
  },
  splitGroup: {
    ...CHANGE,
    path: '/api/groups/{id}/split',
    tag: 'Errors',
    summary: 'Takes a group that was merged into another one out of it again.',
    parameters: id,
    body: reasonBody,
    answer: groupRecord,
  },
  listCalls: {
    ...READ,
    path: '/api/calls',
    tag: 'Calls',
    answers: 'list',
    summary: 'Calls that ended, newest first.',
    query: z.strictObject({
      ...pageQuery,
      ...rangeQuery,
      servers: names,
      target: name,
      session: name,
      outcomes: listOf(...CALL_OUTCOMES),
      servedBy: listOf(...SERVED_BY),
      minDurationMs: z.coerce.number().nonnegative().exactOptional(),
      text: searchText,
    }),
    answer: pageOf(callRecord),
  },
  getCall: {
    ...READ,
    path: '/api/calls/{id}',
    tag: 'Calls',
    summary: 'One call with its attempts and its errors.',
    parameters: id,
    answer: z.object({ call: callRecord, errors: z.array(errorRecord) }),
  },
  replayCall: {
    ...CHANGE,
    path: '/api/calls/{id}/replay',
    tag: 'Calls',
    summary: 'Makes a call that only reads once more, with the arguments that were kept; a write is refused.',
    parameters: id,
    body: reasonBody,
    answer: replayView,
  },
  getSeries: {
    ...READ,
    path: '/api/series',
    tag: 'Calls',
    summary: 'Sums of calls over time, for charts.',
    query: z.strictObject({
      from: z.coerce.number().int().nonnegative(),
      to: z.coerce.number().int().nonnegative(),
      stepMs: z.coerce.number().int().min(60_000).max(86_400_000).multipleOf(60_000).default(60_000),
      servers: names,
      target: name,
      by: z.enum(['server', 'target']).exactOptional(),
    }),
    answer: z.object({ boundsMs: z.array(durationMs), points: z.array(seriesPoint) }),
  },
} as const satisfies Readonly<Record<string, Route>>;
