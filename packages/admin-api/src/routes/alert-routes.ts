import { z } from 'zod';
import { ASK, CHANGE, READ, type Route } from '../route.ts';
import { listOf, rangeBody, rangeQuery } from '../schemas/filter.ts';
import { ALERT_STATES, alertView, deliveryRecord, matcher, silenceRecord } from '../schemas/observed.ts';
import { backtestView, ruleDraft, ruleView, sinkView } from '../schemas/operations.ts';
import { pageOf, pageQuery } from '../schemas/page.ts';
import { atMs } from '../schemas/quantity.ts';
import { reasonBody } from '../schemas/reason.ts';

const id = z.strictObject({ id: z.string().min(1).max(100) });
const name = z.strictObject({ name: z.string().min(1).max(100) });
const matchers = z.array(matcher).min(1).max(20);

/** Alerts, rules, silences and where notifications go. */
export const ALERT_ROUTES = {
  listAlerts: {
    ...READ,
    path: '/api/alerts',
    tag: 'Alerts',
    answers: 'list',
    summary: 'Alerts, those that began last first.',
    query: z.strictObject({
      ...pageQuery,
      ...rangeQuery,
      states: listOf(...ALERT_STATES),
      rule: z.string().max(100).exactOptional(),
      server: z.string().max(256).exactOptional(),
    }),
    answer: pageOf(alertView),
  },
  acknowledgeAlert: {
    ...CHANGE,
    path: '/api/alerts/{id}/acknowledge',
    tag: 'Alerts',
    summary: 'Says that somebody looks after it: no more repetitions, until it is over.',
    parameters: id,
    body: reasonBody,
    answer: alertView,
  },
  listRules: {
    ...READ,
    path: '/api/rules',
    tag: 'Alerts',
    summary: 'The rules that are in force, and those that are switched off.',
    answer: z.object({ items: z.array(ruleView) }),
  },
  backtestRule: {
    ...READ,
    path: '/api/rules/{name}/backtest',
    tag: 'Alerts',
    summary: 'When the rule would have fired in the history that is kept.',
    parameters: name,
    query: z.strictObject(rangeQuery),
    answer: backtestView,
  },
  backtestDraft: {
    ...ASK,
    path: '/api/rules/backtest',
    tag: 'Alerts',
    summary: 'When a rule that is only written down here would have fired in the history that is kept.',
    body: z.strictObject({ rule: ruleDraft, ...rangeBody }),
    answer: backtestView,
  },
  listSilences: {
    ...READ,
    path: '/api/silences',
    tag: 'Alerts',
    answers: 'list',
    summary: 'Silences that are in force or will be.',
    answer: z.object({ items: z.array(silenceRecord) }),
  },
  createSilence: {
    ...CHANGE,
    path: '/api/silences',
    tag: 'Alerts',
    summary: 'Mutes notifications of matching alerts for a while.',
    body: reasonBody.extend({ matchers, startsAtMs: atMs.exactOptional(), endsAtMs: atMs }),
    answer: silenceRecord,
  },
  previewSilence: {
    ...ASK,
    path: '/api/silences/preview',
    tag: 'Alerts',
    summary: 'Which alerts these matchers would mute now; changes nothing.',
    body: z.strictObject({ matchers }),
    answer: z.object({ items: z.array(alertView) }),
  },
  endSilence: {
    ...CHANGE,
    path: '/api/silences/{id}/end',
    tag: 'Alerts',
    summary: 'Ends a silence now.',
    parameters: id,
    body: reasonBody,
    answer: silenceRecord,
  },
  listSinks: {
    ...READ,
    path: '/api/sinks',
    tag: 'Alerts',
    summary: 'Where notifications go, and how that went.',
    answer: z.object({ items: z.array(sinkView) }),
  },
  testSink: {
    ...CHANGE,
    path: '/api/sinks/{name}/test',
    tag: 'Alerts',
    summary: 'Sends one notification that says it is a test.',
    parameters: name,
    answer: deliveryRecord,
  },
  listDeliveries: {
    ...READ,
    path: '/api/deliveries',
    tag: 'Alerts',
    answers: 'list',
    summary: 'Notifications and what came of them, newest first.',
    query: z.strictObject({ ...pageQuery, sink: z.string().max(100).exactOptional() }),
    answer: pageOf(deliveryRecord),
  },
} as const satisfies Readonly<Record<string, Route>>;
