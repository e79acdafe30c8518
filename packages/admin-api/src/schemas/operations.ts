import type { ParkedCall } from '@seawall/core/base';
import { ALERT_CONDITIONS, PARKED_STATES, SINK_TYPES } from '@seawall/core/base';
import { z } from 'zod';
import { errorBody } from './error-body.ts';
import { SEVERITIES } from './observed.ts';
import { atMs, count, durationMs } from './quantity.ts';

/** A rule for alerts, as it is in force. */
export const ruleView = z
  .object({
    name: z.string(),
    isEnabled: z.boolean(),
    isBuiltIn: z.boolean().describe('Whether it comes with Seawall; its settings may be changed all the same.'),
    severity: z.enum(SEVERITIES),
    condition: z.string().describe('When it fires, in words.'),
    when: z.enum(ALERT_CONDITIONS).describe('What it looks at.'),
    threshold: z.number(),
    windowMs: durationMs,
    minimumCalls: count,
    servers: z.array(z.string()).describe('Names, or patterns with "*" and "?".'),
    forMs: durationMs,
    keepFiringForMs: durationMs,
    pending: count,
    firing: count,
  })
  .meta({ id: 'AlertRule' });

/** A rule that somebody thinks about: what is left out is as in a rule of the configuration. */
export const ruleDraft = z.strictObject({
  name: z.string().min(1).max(100).default('draft'),
  when: z.enum(ALERT_CONDITIONS),
  threshold: z.number().exactOptional(),
  windowMs: z.int().exactOptional(),
  minimumCalls: z.int().exactOptional(),
  forMs: z.int().exactOptional(),
  keepFiringForMs: z.int().exactOptional(),
  servers: z.array(z.string().max(256)).max(100).exactOptional().describe('Names, or patterns with "*" and "?".'),
});

/** Where notifications go. */
export const sinkView = z
  .object({
    name: z.string(),
    kind: z.enum(SINK_TYPES),
    target: z.string().describe('Where to, without secrets.'),
    waiting: count,
    delivered: count,
    failed: count,
    lastError: z.object({ atMs, error: errorBody }).exactOptional(),
  })
  .meta({ id: 'Sink' });

/** When a rule would have fired. */
export const backtestView = z
  .object({
    fromMs: atMs,
    toMs: atMs,
    firings: z.array(
      z.object({
        labels: z.record(z.string(), z.string()),
        firedAtMs: atMs,
        resolvedAtMs: atMs.exactOptional(),
        peakValue: z.number(),
      }),
    ),
    note: z.string().exactOptional().describe('What of the history is missing.'),
  })
  .meta({ id: 'Backtest' });

/** A parked write, secrets hidden. */
export const parkedCall: z.ZodType<ParkedCall> = z
  .object({
    id: z.string(),
    sequence: z.int(),
    state: z.enum(PARKED_STATES),
    principal: z.object({ id: z.string() }),
    server: z.string(),
    tool: z.string(),
    arguments: z.record(z.string(), z.unknown()),
    parkedAtMs: atMs,
    expiresAtMs: atMs,
    changedAtMs: atMs,
    notBeforeMs: atMs.exactOptional(),
    sends: count,
    why: errorBody,
    lastError: errorBody.exactOptional(),
    result: z.unknown().optional(),
    changedBy: z.object({ actor: z.string(), reason: z.string().exactOptional() }).exactOptional(),
  })
  .meta({ id: 'ParkedCall', description: 'A write that did not run and waits to be sent, or what became of it.' });

/** One setting that is in force. */
const configEntry = z
  .object({
    path: z.string().describe('As `seawall.listen.port`.'),
    value: z.unknown().describe('Secrets are hidden.'),
    from: z.string().describe('The place that set it: a file and a key of it, a default, the command line.'),
  })
  .meta({ id: 'ConfigEntry' });

export const configView = z
  .object({
    file: z.string().exactOptional(),
    entries: z.array(configEntry),
    warnings: z.array(z.object({ path: z.string(), message: z.string() })),
    lastReload: z.object({ atMs, outcome: z.enum(['applied', 'refused']), detail: z.string() }).exactOptional(),
  })
  .meta({ id: 'Configuration' });

/** What somebody did, or an agent asked for. */
export const auditEntry = z
  .object({
    id: z.string(),
    atMs,
    actor: z.string(),
    action: z.string(),
    server: z.string().exactOptional(),
    target: z.string().exactOptional(),
    argumentsDigest: z.string().exactOptional().describe('SHA-256 of the arguments, hex digits.'),
    decision: z.enum(['allowed', 'refused']),
    outcome: z
      .string()
      .describe('Of a change: `accepted` before it is done, and a row `failed: CODE` where it could not be done.'),
    reason: z.string().exactOptional(),
    session: z.string().exactOptional().describe('Of the host that called.'),
    callId: z.string().exactOptional(),
    errorKind: z.string().exactOptional(),
    errorCode: z.string().exactOptional(),
    attempts: count.exactOptional(),
    servedBy: z.string().exactOptional(),
    durationMs: durationMs.exactOptional(),
    lost: count.exactOptional().describe('So many rows of calls are missing at this place.'),
  })
  .meta({ id: 'AuditEntry' });

const OUTCOMES = ['passed', 'warning', 'failed'] as const;

/** What the doctor found, one server after the other. */
export const diagnosticsView = z
  .object({
    outcome: z.enum(OUTCOMES),
    startedAt: z.string(),
    durationMs,
    servers: z.array(
      z.object({
        server: z.string(),
        outcome: z.enum([...OUTCOMES, 'disabled']),
        reason: z.string().exactOptional(),
        target: z.string().exactOptional(),
        steps: z
          .array(
            z.object({
              id: z.string(),
              title: z.string(),
              outcome: z.enum([...OUTCOMES, 'skipped']),
              detail: z.string(),
              lines: z.array(z.string()).exactOptional(),
              code: z.string().exactOptional(),
              fix: z.string().exactOptional(),
              durationMs,
            }),
          )
          .exactOptional(),
      }),
    ),
  })
  .meta({ id: 'Diagnostics' });

export type RuleView = z.output<typeof ruleView>;
export type SinkView = z.output<typeof sinkView>;
export type BacktestView = z.output<typeof backtestView>;
export type ConfigEntry = z.output<typeof configEntry>;
export type ConfigView = z.output<typeof configView>;
export type AuditEntry = z.output<typeof auditEntry>;
export type DiagnosticsView = z.output<typeof diagnosticsView>;
