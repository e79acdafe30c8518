import type { BacktestView } from '@seawall/admin-api';
import type { AlertQuery, AlertRecord, AlertRule, Page } from '@seawall/core/base';
import { type ActiveAlert, alertCondition, backtest } from '@seawall/telemetry';
import type { AdminHandlers, ReadonlyDeep } from '../operations.ts';
import type { AdminContext } from '../sources.ts';
import { alertSettingsOf, knownRules, toAlertView, toRuleView, toSinkView } from './alert-views.ts';
import { found } from './not-found.ts';
import { toRule } from './rule-draft.ts';
import { ruleInWords } from './rule-words.ts';
import { toTimeRange } from './time-range.ts';

type AlertOperation =
  | 'listAlerts'
  | 'acknowledgeAlert'
  | 'listRules'
  | 'backtestRule'
  | 'backtestDraft'
  | 'listSilences'
  | 'createSilence'
  | 'previewSilence'
  | 'endSilence'
  | 'listSinks'
  | 'testSink'
  | 'listDeliveries';

/** Alerts, their rules, silences, and where notifications go. */
export function createAlertHandlers(context: AdminContext): Pick<AdminHandlers, AlertOperation> {
  const { sources } = context;
  return {
    listAlerts: async ({ query: { from, to, ...query } }) => {
      const asked = { ...query, ...toTimeRange(from, to) };
      return withActive(await sources.store.alerts(asked), sources.alerts.active(), asked);
    },
    acknowledgeAlert: async ({ parameters: { id }, body: { reason } }, { actor }) =>
      toAlertView(await sources.alerts.acknowledge(id, { by: actor.name, reason })),
    listRules: () => {
      const active = sources.alerts.active();
      return {
        items: knownRules(context).map((known) => toRuleView(known, { condition: ruleInWords(known.rule), active })),
      };
    },
    backtestRule: ({ parameters: { name }, query }) => {
      const known = knownRules(context).find(({ rule }) => rule.name === name);
      return lookBack(context, found(known, 'rule', name).rule, query);
    },
    backtestDraft: ({ body: { rule, ...range } }) => lookBack(context, toRule(rule), range),
    listSilences: () => ({ items: sources.alerts.silences() }),
    createSilence: ({ body }, { actor }) => sources.alerts.silence({ ...body, createdBy: actor.name }),
    previewSilence: ({ body: { matchers } }) => ({
      items: sources.alerts.previewSilence(matchers).map((record) => toAlertView(record)),
    }),
    endSilence: ({ parameters: { id } }) => sources.alerts.endSilence(id),
    listSinks: () => {
      const { sinks } = alertSettingsOf(context);
      return {
        items: sources.sinks.all.map((sink) =>
          toSinkView(
            sink,
            sinks.find(({ name }) => name === sink.name),
          ),
        ),
      };
    },
    testSink: ({ parameters: { name } }) => sources.sinks.test(name),
    listDeliveries: ({ query }) => sources.store.deliveries(query),
  };
}

/** What is kept of an alert may be a moment old; what the engine knows of it is not. */
/** A page of the store as things stand, with alerts before it that the store could not take yet. */
function withActive(page: Page<AlertRecord>, active: readonly ActiveAlert[], query: AlertQuery) {
  const isWanted = alertCondition(query);
  const current = new Map(active.map((one) => [one.alert.id, one]));
  const stored = page.items.map((alert) => current.get(alert.id) ?? { alert });
  const ids = new Set(page.items.map(({ id }) => id));
  // Older ones may stand on one of the next pages.
  const sinceMs = page.next === undefined ? Number.NEGATIVE_INFINITY : (page.items.at(-1)?.startedAtMs ?? 0);
  const unsaved = active.filter(({ alert }) => !ids.has(alert.id) && alert.startedAtMs > sinceMs);
  const all = [...(query.cursor === undefined ? unsaved : []), ...stored].filter(({ alert }) => isWanted(alert));
  const items = all.map(({ alert, mutedBy }: Pick<ActiveAlert, 'alert' | 'mutedBy'>) => toAlertView(alert, mutedBy));
  return { ...page, items: items.sort((one, other) => other.startedAtMs - one.startedAtMs) };
}

const WEEK_MS = 7 * 86_400_000;

async function lookBack(
  context: AdminContext,
  rule: AlertRule,
  { from, to }: { readonly from?: number; readonly to?: number },
): Promise<ReadonlyDeep<BacktestView>> {
  const toMs = to ?? context.clock.now();
  const fromMs = from ?? toMs - WEEK_MS;
  const { flapping } = alertSettingsOf(context);
  const result = await backtest({ rule, range: { fromMs, toMs }, store: context.sources.store, flapping });
  if (result.kind === 'untestable') return { fromMs, toMs, firings: [], note: result.reason };
  const note = 'Not everything of this time could be looked at: there was too much of it.';
  return { fromMs, toMs, firings: result.incidents, ...(result.isComplete ? {} : { note }) };
}
