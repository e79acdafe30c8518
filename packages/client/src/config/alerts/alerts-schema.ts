import {
  ALERT_CONDITIONS,
  ALERT_RANGES,
  ALERT_SEVERITIES,
  type AlertCondition,
  type AlertSeverity,
  type NumberRange,
  SINK_TYPES,
  type SinkTarget,
} from '@seawall/core/base';
import { z } from 'zod';
import { flag, oneOf, text, texts, wholeNumber } from '../schema-parts.ts';

// A table of what may stand under "alerts": it reads as one.

/** `alerts` as it is written. */
export interface AlertsInput {
  readonly enabled?: boolean | undefined;
  readonly link?: string | undefined;
  readonly rules?: Readonly<Record<string, boolean | AlertRuleInput>> | undefined;
  readonly sinks?: Readonly<Record<string, false | string | SinkInput>> | undefined;
  readonly grouping?: GroupingInput | undefined;
  readonly flapping?: { readonly changes?: number | undefined; readonly windowMs?: number | undefined } | undefined;
  readonly silences?: readonly SilenceInput[] | undefined;
}

/** A rule as it is written. */
export interface AlertRuleInput {
  readonly when?: AlertCondition | undefined;
  readonly threshold?: number | undefined;
  readonly windowMs?: number | undefined;
  readonly minimumCalls?: number | undefined;
  readonly forMs?: number | undefined;
  readonly keepFiringForMs?: number | undefined;
  readonly holdOffMs?: number | undefined;
  readonly severity?: AlertSeverity | undefined;
  readonly servers?: readonly string[] | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly summary?: string | undefined;
  readonly description?: string | undefined;
  readonly action?: string | undefined;
  readonly groupBy?: readonly string[] | undefined;
}

/** `grouping` as it is written. */
export interface GroupingInput {
  readonly by?: readonly string[] | undefined;
  readonly waitMs?: number | undefined;
  readonly intervalMs?: number | undefined;
  readonly repeatMs?: number | undefined;
}

/** A sink as it is written, of whichever type. */
export interface SinkInput {
  readonly type: SinkTarget['type'];
  readonly minSeverity?: AlertSeverity | undefined;
  readonly matchers?: readonly string[] | undefined;
  readonly sendResolved?: boolean | undefined;
  readonly url?: string | undefined;
  readonly secret?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly routingKey?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly security?: 'tls' | 'starttls' | 'none' | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: readonly string[] | undefined;
}

/** A silence as it is written. */
export interface SilenceInput {
  readonly matchers: readonly string[];
  readonly startsAt?: string | undefined;
  readonly endsAt: string;
  readonly reason: string;
}

const MAX_RULES = 100;
const MAX_SINKS = 20;
const MAX_SILENCES = 100;
const RULES = `an object of at most ${MAX_RULES} rules by name, each true, false or an object`;
const SINKS = `an object of at most ${MAX_SINKS} sinks by name, each false, a URL or an object`;
const NAME = /^[A-Za-z][\w.-]{0,63}$/;
const LABEL = /^[A-Za-z_]\w{0,63}$/;
const names = (error: string): z.ZodString => z.string({ error }).regex(NAME, { error });
const labelNames = z
  .array(z.string().regex(LABEL, { error: 'a name of a label' }), { error: 'a list of at most 10 names of labels' })
  .max(10, { error: 'a list of at most 10 names of labels' });

function number({ min, max, isInteger = false }: NumberRange): z.ZodNumber {
  const error = `a ${isInteger ? 'whole ' : ''}number from ${min} to ${max}`;
  const schema = z.number({ error }).min(min, { error }).max(max, { error });
  return isInteger ? schema.int({ error }) : schema;
}

const { rule: ruleRanges, grouping: groupingRanges, flapping: flappingRanges } = ALERT_RANGES;

const ruleSchema = z.strictObject(
  {
    when: oneOf(ALERT_CONDITIONS).optional().describe('What the rule looks at; a further rule needs it.'),
    threshold: number(ruleRanges.threshold).optional().describe('From which value on it holds.'),
    windowMs: number(ruleRanges.windowMs).optional().describe('Over which time is counted.'),
    minimumCalls: number(ruleRanges.minimumCalls).optional().describe('With fewer calls a share says nothing.'),
    forMs: number(ruleRanges.forMs).optional().describe('How long it has to hold before the alert fires.'),
    keepFiringForMs: number(ruleRanges.keepFiringForMs)
      .optional()
      .describe('How long the alert goes on when it does not hold any more.'),
    holdOffMs: number(ruleRanges.holdOffMs)
      .optional()
      .describe('For how long a sink that was told is not told of the next incident.'),
    severity: oneOf(ALERT_SEVERITIES).optional().describe('How grave it is.'),
    servers: texts('names or patterns of servers').optional().describe('Which servers it watches.'),
    labels: z
      .record(z.string().regex(LABEL), text('the value of a label').max(256), { error: 'an object of labels' })
      .refine((labels) => Object.keys(labels).length <= 20, { error: 'an object of at most 20 labels' })
      .optional()
      .describe('Further labels of its alerts.'),
    summary: text('a sentence').optional().describe('What and where.'),
    description: text('a sentence').optional().describe('Why.'),
    action: text('a sentence').optional().describe('What to do.'),
    groupBy: labelNames.optional().describe('Alerts that agree in these labels come in one notice.'),
  },
  { error: 'true, false, or an object with what is different about the rule' },
);

const sinkSchema = z.strictObject(
  {
    type: oneOf(SINK_TYPES).describe('What kind of sink it is.'),
    minSeverity: oneOf(ALERT_SEVERITIES).optional().describe('Alerts that are less grave do not go there.'),
    matchers: texts('matchers as "server=jira"').optional().describe('Only alerts go there that all of these match.'),
    sendResolved: flag().optional().describe('Whether it is told when an alert is over.'),
    url: text('an http or https URL').optional().describe('Where it is.'),
    secret: text('a key').optional().describe('The key of the signature, for webhook.'),
    headers: z
      .record(z.string().regex(/^[\w-]{1,100}$/), text('the value of a header'), { error: 'an object of headers' })
      .optional()
      .describe('Headers for every request, for webhook and alertmanager.'),
    routingKey: text('a key').optional().describe('The integration key of PagerDuty.'),
    host: text('a host name').optional().describe('The mail server.'),
    port: wholeNumber({ unit: '', min: 1, max: 65_535 }).optional().describe('The port of the mail server.'),
    security: oneOf(['tls', 'starttls', 'none']).optional().describe('How the mail server is spoken to.'),
    username: text('a user name').optional().describe('The user at the mail server.'),
    password: text('a password').optional().describe('The password at the mail server.'),
    from: text('a mail address').optional().describe('The sender of mails.'),
    to: texts('mail addresses').optional().describe('Who gets the mails.'),
  },
  { error: 'false, a URL, or an object with type' },
);

const silenceSchema = z.strictObject(
  {
    matchers: texts('matchers as "server=jira"').min(1, { error: 'at least one matcher' }).describe('What it mutes.'),
    startsAt: text('a time as 2026-01-02T03:04:05Z').optional().describe('When it begins; at once without it.'),
    endsAt: text('a time as 2026-01-02T03:04:05Z').describe('When it ends.'),
    reason: text('a sentence').describe('Why.'),
  },
  { error: 'an object with matchers, endsAt, reason' },
);

/** The schema of {@link AlertsInput}. */
export const alertsSchema: z.ZodType<AlertsInput> = z.strictObject(
  {
    enabled: flag().optional().describe('false turns all rules off.'),
    link: text('an http or https URL').optional().describe('Where people reach the dashboard, for links in notices.'),
    rules: z
      .record(names('a name'), z.union([z.boolean(), ruleSchema], { error: RULES }), { error: RULES })
      .refine((rules) => Object.keys(rules).length <= MAX_RULES, { error: RULES })
      .optional()
      .describe('What is different in the rules that are built in, and further rules.'),
    sinks: z
      .record(names('a name'), z.union([z.literal(false), z.string(), sinkSchema], { error: SINKS }), { error: SINKS })
      .refine((sinks) => Object.keys(sinks).length <= MAX_SINKS, { error: SINKS })
      .optional()
      .describe('Where notices go, beside the log.'),
    grouping: z
      .strictObject(
        {
          by: labelNames.optional().describe('Alerts that agree in these labels come in one notice.'),
          waitMs: number(groupingRanges.waitMs).optional().describe('How long the first notice waits for more.'),
          intervalMs: number(groupingRanges.intervalMs).optional().describe('The time between notices of changes.'),
          repeatMs: number(groupingRanges.repeatMs).optional().describe('When a notice comes again.'),
        },
        { error: 'an object with by, waitMs, intervalMs, repeatMs' },
      )
      .optional()
      .describe('When notices go out.'),
    flapping: z
      .strictObject(
        {
          changes: number(flappingRanges.changes).optional().describe('So many changes in the window mean it flaps.'),
          windowMs: number(flappingRanges.windowMs).optional().describe('The window.'),
        },
        { error: 'an object with changes, windowMs' },
      )
      .optional()
      .describe('When an alert that comes and goes is one that goes on.'),
    silences: z
      .array(silenceSchema, { error: `a list of at most ${MAX_SILENCES} silences` })
      .max(MAX_SILENCES, { error: `a list of at most ${MAX_SILENCES} silences` })
      .optional()
      .describe('What nobody is told of for a while.'),
  },
  { error: 'an object with enabled, link, rules, sinks, grouping, flapping, silences' },
);
