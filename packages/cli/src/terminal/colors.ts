import type { OutputStream } from '../context.ts';

/** Gives text a look, or leaves it as it is where looks are not wanted. */
export interface Colors {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
  readonly cyan: Paint;
}

/** Gives text a look. */
export type Paint = (text: string) => string;

/** Whether `stream` is to have colours: only a terminal, and neither with `NO_COLOR` nor a dumb one. */
export function hasColors(stream: OutputStream, env: Readonly<Record<string, string | undefined>>): boolean {
  return stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
}

/** Colours for `stream`, where it is to have some. */
export function colorsFor(stream: OutputStream, env: Readonly<Record<string, string | undefined>>): Colors {
  const isWanted = hasColors(stream, env);
  const paint = (open: number, close: number): Paint =>
    isWanted ? (text) => (text === '' ? '' : `\u001b[${open}m${text}\u001b[${close}m`) : (text) => text;
  return {
    bold: paint(1, 22),
    dim: paint(2, 22),
    red: paint(31, 39),
    green: paint(32, 39),
    yellow: paint(33, 39),
    cyan: paint(36, 39),
  };
}
