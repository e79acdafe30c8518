import { labelText } from './label-text.ts';
import { DURATION_BUCKETS_SECONDS, METRICS, type MetricName } from './names.ts';

/** Values of the labels of a family, in the order of their names. */
export type LabelValues = readonly (string | undefined)[];

/** A metric with all its series, and how it is written. */
export interface Family {
  readonly name: MetricName;
  /** The text of it in the format of Prometheus 0.0.4, with a line feed at its end. */
  render(): string;
  /** Series that there was no room for. */
  readonly dropped: number;
}

/** A counter or a gauge. */
export class NumberFamily implements Family {
  readonly name: MetricName;
  dropped = 0;
  readonly #type: 'counter' | 'gauge';
  readonly #labels: readonly string[];
  /** By the values of the labels; bounded by {@link MAX_SERIES}. */
  readonly #series = new Map<string, { readonly head: string; readonly values: LabelValues; value: number }>();

  constructor(type: 'counter' | 'gauge', name: MetricName, labels: readonly string[] = []) {
    this.#type = type;
    this.name = name;
    this.#labels = labels;
  }

  add(values: LabelValues, count = 1): void {
    const series = this.series(values);
    if (series !== undefined) series.value += count;
  }

  set(values: LabelValues, value: number): void {
    const series = this.series(values);
    if (series !== undefined) series.value = value;
  }

  /** Forgets all series in which the label has a value. */
  remove(label: number, value: string): void {
    for (const [key, series] of this.#series) if (series.values[label] === value) this.#series.delete(key);
  }

  clear(): void {
    this.#series.clear();
  }

  render(): string {
    let text = head(this.name, this.#type);
    for (const series of this.#series.values()) text += `${series.head} ${series.value}\n`;
    return text;
  }

  /** What belongs to these values, to count there without looking for it again; `undefined` where there is no room. */
  series(values: LabelValues): { value: number } | undefined {
    const key = values.join('\u0000');
    const known = this.#series.get(key);
    if (known !== undefined) return known;
    if (this.#series.size >= MAX_SERIES) {
      this.dropped += 1;
      return undefined;
    }
    const labels = labelText(this.#labels, values);
    const begun = { head: labels === '' ? this.name : `${this.name}{${labels}}`, values, value: 0 };
    this.#series.set(key, begun);
    return begun;
  }
}

/** Durations in buckets. */
export class HistogramFamily implements Family {
  readonly name: MetricName;
  dropped = 0;
  readonly #labels: readonly string[];
  /** By the values of the labels; bounded by {@link MAX_SERIES}. */
  readonly #series = new Map<string, HistogramSeries>();

  constructor(name: MetricName, labels: readonly string[]) {
    this.name = name;
    this.#labels = labels;
  }

  observe(values: LabelValues, seconds: number): void {
    this.series(values)?.observe(seconds);
  }

  /** What belongs to these values, to count there without looking for it again; `undefined` where there is no room. */
  series(values: LabelValues): HistogramSeries | undefined {
    const key = values.join('\u0000');
    return this.#series.get(key) ?? this.#begin(key, values);
  }

  render(): string {
    const parts = [head(this.name, 'histogram').trimEnd()];
    for (const series of this.#series.values()) parts.push(series.render());
    parts.push('\n');
    return parts.join('');
  }

  #begin(key: string, values: LabelValues): HistogramSeries | undefined {
    if (this.#series.size >= MAX_SERIES) {
      this.dropped += 1;
      return undefined;
    }
    const begun = new HistogramSeries(this.name, labelText(this.#labels, values));
    this.#series.set(key, begun);
    return begun;
  }
}

/** Series of one metric, so that no names that others choose can fill the memory. */
const MAX_SERIES = 10_000;

function head(name: MetricName, type: string): string {
  return `# HELP ${name} ${METRICS[name]}\n# TYPE ${name} ${type}\n`;
}

/** The durations of one set of labels. What stays of its text is made once: for thousands of series that is most of a scrape. */
export class HistogramSeries {
  readonly #lines: readonly string[];
  readonly #sumLine: string;
  readonly #countLine: string;
  readonly #counts = new Uint32Array(DURATION_BUCKETS_SECONDS.length + 1);
  #sum = 0;

  constructor(name: string, labels: string) {
    const inner = labels === '' ? '' : `${labels},`;
    // Joined, not added up: a text that consists of parts is gone through part by part at every scrape.
    this.#lines = BOUNDS.map((bound) => ['\n', name, '_bucket{', inner, 'le="', bound, '"} '].join(''));
    this.#sumLine = ['\n', name, '_sum{', labels, '} '].join('');
    this.#countLine = ['\n', name, '_count{', labels, '} '].join('');
  }

  observe(seconds: number): void {
    let index = 0;
    while (index < DURATION_BUCKETS_SECONDS.length && seconds > (DURATION_BUCKETS_SECONDS[index] ?? 0)) index += 1;
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.#sum += seconds;
  }

  /** Its lines, each with the line feed before it. */
  render(): string {
    let seen = 0;
    let text = '';
    for (let index = 0; index < this.#counts.length; index += 1) {
      seen += this.#counts[index] ?? 0;
      text += this.#lines[index];
      text += seen;
    }
    return `${text}${this.#sumLine}${this.#sum}${this.#countLine}${seen}`;
  }
}

const BOUNDS: readonly string[] = [...DURATION_BUCKETS_SECONDS.map(String), '+Inf'];
