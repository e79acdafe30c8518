import type { DoctorReport, DoctorStep, ExaminedServer, ServerExamination } from '@seawall/client';
import { errorDocsUrl } from '@seawall/core/base';
import type { Colors, Paint } from '../terminal/colors.ts';
import { displayWidth, padToWidth, toDisplayLine, wrapToWidth } from '../terminal/display-text.ts';
import { countOf } from './server-rows.ts';

/** How a report is shown. */
export interface DoctorTextOptions {
  /** The configuration file. */
  readonly file: string;
  readonly colors: Colors;
  /** Columns of the terminal. */
  readonly width: number;
  /** Whether every check is told, also those that found nothing. */
  readonly isVerbose: boolean;
}

/** A report for people: one block for each server, and a summary. Ends with a line feed. */
export function doctorText(report: DoctorReport, options: DoctorTextOptions): string {
  const { file, colors } = options;
  const longest = Math.max(0, ...report.servers.map(({ server }) => displayWidth(toDisplayLine(server))));
  const nameWidth = Math.min(MAX_NAME_WIDTH, longest);
  const blocks = report.servers.flatMap((server) => serverBlock(server, nameWidth, options));
  const heading = `${toDisplayLine(file)}: ${countOf(report.servers.length, 'server')} examined in ${secondsText(report.durationMs)}`;
  const { passed, warnings, failed, disabled } = report.summary;
  const parts = [
    `${passed} well`,
    ...(warnings === 0 ? [] : [`${warnings} with warnings`]),
    ...(failed === 0 ? [] : [`${failed} failing`]),
    ...(disabled === 0 ? [] : [`${disabled} disabled`]),
  ];
  const paint = failed > 0 ? colors.red : warnings > 0 ? colors.yellow : colors.green;
  const summary = report.servers.length === 0 ? 'No servers are configured.' : paint(`${parts.join(', ')}.`);
  return `${[heading, '', ...blocks, ...(blocks.length === 0 ? [] : ['']), summary].join('\n')}\n`;
}

/** One server in one line without looks. */
export function examinationLine(examination: ServerExamination): string {
  const { server } = examination;
  return toDisplayLine(`${server}: ${MARKS[examination.outcome]}, ${verdictOf(examination)}`);
}

const MAX_NAME_WIDTH = 30;
const MARKS = { passed: 'ok', warning: 'warning', failed: 'FAILED', disabled: 'disabled' } as const;
const STEP_MARKS = { passed: 'ok', warning: 'warning', failed: 'FAILED', skipped: '-' } as const;
const MARK_WIDTH = 8;
const INDENT = '    ';
const MAX_WRAPPED_LINES = 6;

function verdictOf(examination: ServerExamination): string {
  if (examination.outcome === 'disabled') return examination.reason;
  const { failure, info, durationMs, steps } = examination;
  if (failure) return `at "${failure.title}": ${failure.detail}`;
  const count = info?.tools;
  const parts = [
    ...(count === undefined ? [] : [countOf(count, 'tool')]),
    ...(info === undefined ? [] : [`MCP ${info.protocolVersion} over ${info.transport}`]),
    secondsText(durationMs),
  ];
  const warnings = steps.filter(({ outcome }) => outcome === 'warning').length;
  return [...parts, ...(warnings === 0 ? [] : [countOf(warnings, 'warning')])].join(', ');
}

function serverBlock(examination: ServerExamination, nameWidth: number, options: DoctorTextOptions): readonly string[] {
  const { colors, width, isVerbose } = options;
  const paint = paintOf(examination.outcome, colors);
  const mark = paint(padToWidth(MARKS[examination.outcome], MARK_WIDTH));
  const name = colors.bold(padToWidth(toDisplayLine(examination.server), nameWidth));
  const isShort = examination.outcome === 'disabled' || examination.failure === undefined;
  const verdict = isShort ? verdictOf(examination) : `fails at "${examination.failure?.title ?? ''}"`;
  const heading = `${mark}  ${name}  ${toDisplayLine(verdict)}`.trimEnd();
  if (examination.outcome === 'disabled') return [heading];
  const target = isVerbose && examination.target !== undefined ? wrapped(examination.target, width, colors.dim) : [];
  const steps = isVerbose ? examination.steps : notable(examination);
  return [heading, ...target, ...steps.flatMap((step) => stepLines(step, examination, options))];
}

/** What failed comes first, then what is worth a look. */
function notable({ steps }: ExaminedServer): readonly DoctorStep[] {
  return [
    ...steps.filter(({ outcome }) => outcome === 'failed'),
    ...steps.filter(({ outcome }) => outcome === 'warning'),
  ];
}

function stepLines(step: DoctorStep, { failure }: ExaminedServer, options: DoctorTextOptions): readonly string[] {
  const { colors, width, isVerbose } = options;
  const paint = paintOf(step.outcome, colors);
  const mark = isVerbose ? `${padToWidth(STEP_MARKS[step.outcome], MARK_WIDTH)} ` : '';
  const took = isVerbose && step.durationMs >= 1 ? ` (${step.durationMs} ms)` : '';
  const isShownFailure = !isVerbose && step.id === failure?.id;
  const text = isShownFailure ? step.detail : `${mark}${step.title}: ${step.detail}${took}`;
  const lines = (step.lines ?? []).filter((line) => !step.detail.includes(line));
  return [
    ...wrapped(text, width, isShownFailure ? (plain) => plain : paint),
    ...lines.flatMap((line) => wrapped(`| ${line}`, width, colors.dim)),
    ...('fix' in step ? wrapped(`fix: ${step.fix}`, width, colors.bold) : []),
    ...(step.outcome === 'failed' ? failureLines(step, options) : []),
  ];
}

function failureLines(
  { code, suggestions }: Extract<DoctorStep, { readonly outcome: 'failed' }>,
  { colors, width, isVerbose }: DoctorTextOptions,
): readonly string[] {
  const docs = errorDocsUrl(code);
  const more = isVerbose
    ? suggestions.flatMap(({ cause, fix }) => wrapped(`or: ${cause} ${fix}`, width, colors.dim))
    : [];
  return [...more, ...wrapped(`code: ${code}${docs === undefined ? '' : `, see ${docs}`}`, width, colors.dim)];
}

function wrapped(text: string, width: number, paint: Paint): readonly string[] {
  const room = Math.max(20, width - INDENT.length);
  return wrapToWidth(toDisplayLine(text), room, MAX_WRAPPED_LINES).map((line) => INDENT + paint(line));
}

function paintOf(outcome: ServerExamination['outcome'] | 'skipped', colors: Colors): Paint {
  switch (outcome) {
    case 'passed':
      return colors.green;
    case 'warning':
      return colors.yellow;
    case 'failed':
      return colors.red;
    case 'disabled':
    case 'skipped':
      return colors.dim;
  }
}

function secondsText(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(1)} s`;
}
