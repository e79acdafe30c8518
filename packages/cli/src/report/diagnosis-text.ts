import type { Explanation } from '../commands/explain-pasted-error.ts';
import type { Colors, Paint } from '../terminal/colors.ts';
import { toDisplayLine, wrapToWidth } from '../terminal/display-text.ts';

/** How an explanation is shown. */
export interface DiagnosisTextOptions {
  readonly colors: Colors;
  /** Columns of the terminal. */
  readonly width: number;
}

/** An explanation for people. Ends with a line feed. */
export function diagnosisText(explanation: Explanation, { colors, width }: DiagnosisTextOptions): string {
  const { kind, code, summary, advice, confidence, form, quote, recognised, links, docs } = explanation;
  const isResult = kind === 'none' || kind === 'empty_result';
  const line = (label: string, text: string, paint: Paint = (plain) => plain): readonly string[] => {
    const [first = '', ...rest] = wrapToWidth(toDisplayLine(text), Math.max(20, width - LABEL_WIDTH), MAX_LINES);
    return [
      `${colors.dim(label.padEnd(LABEL_WIDTH))}${paint(first)}`,
      ...rest.map((more) => ' '.repeat(LABEL_WIDTH) + paint(more)),
    ];
  };
  const heading = isResult
    ? colors.green('This is no error.')
    : recognised
      ? colors.red(`${kind} (${code})`)
      : colors.yellow('This is not recognised: nothing in it says what went wrong.');
  const lines = [
    heading,
    ...line('taken for', form),
    ...line('means', summary),
    ...(advice === '' ? [] : line('to do', advice, colors.bold)),
    ...(isResult ? [] : line('retry', retryText(explanation))),
    ...(explanation.reason === undefined ? [] : line('credential', explanation.reason)),
    ...(explanation.httpStatus === undefined ? [] : line('status', `HTTP ${explanation.httpStatus}`)),
    ...(quote === undefined ? [] : line('its words', `"${quote}"`)),
    ...(explanation.details === undefined ? [] : line('details', JSON.stringify(explanation.details))),
    ...explanation.suggestions.flatMap(({ cause, fix }) => line('or', `${cause} ${fix}`)),
    ...line('why', whyText(explanation)),
    ...(isResult
      ? []
      : line(
          'confidence',
          explanation.pack === undefined ? confidence : `${confidence}, by what is known of ${explanation.pack}`,
        )),
    ...links.flatMap(({ title, url }) => line('link', `${title}: ${url}`)),
    ...(docs === undefined ? [] : line('see', docs)),
  ];
  return `${lines.join('\n')}\n`;
}

const LABEL_WIDTH = 12;
const MAX_LINES = 8;

function retryText({ retryable, retryAfterMs }: Explanation): string {
  const wait = retryAfterMs === undefined ? undefined : `${Math.ceil(retryAfterMs / 1000)} s`;
  if (!retryable)
    return wait === undefined
      ? 'no: the same call fails again'
      : `no; it says ${wait}, which helps only if the cause is gone by then`;
  return wait === undefined ? 'yes, later' : `yes, in ${wait}`;
}

function whyText({ signals }: Explanation): string {
  if (signals.length === 0) return 'nothing in it points to a failure';
  return signals
    .map(({ source, value, kind }) => `${source} ${value}${kind === undefined ? '' : ` (${kind})`}`)
    .join('; ');
}
