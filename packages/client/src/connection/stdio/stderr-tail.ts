import { redactText } from '@seawall/core/base';

/** The last lines that a process wrote to stderr. */
export interface StderrTail {
  push(chunk: Buffer): void;
  /** The lines as text: without secrets, control characters and colours. */
  read(): string;
}

/** How much of stderr is shown: at most so many bytes and so many lines. */
export const STDERR_TAIL_LIMITS = { maxBytes: 4096, maxLines: 40 } as const;

/** Twice of what is shown is kept, so that a secret at the edge is seen whole and hidden before it is cut. */
const KEPT_BYTES = STDERR_TAIL_LIMITS.maxBytes * 2;

/** Builds a tail that keeps a bounded amount, whatever is pushed. */
export function createStderrTail(): StderrTail {
  let kept: Buffer = Buffer.alloc(0);
  let isCut = false;
  return {
    push: (chunk) => {
      isCut ||= kept.length + chunk.length > KEPT_BYTES;
      // Copied, so that a few kept bytes don't hold a whole chunk in memory.
      kept = Buffer.concat([kept, chunk.subarray(-KEPT_BYTES)]).subarray(-KEPT_BYTES);
      if (kept.buffer.byteLength > KEPT_BYTES * 4) kept = Buffer.from(kept);
    },
    read: () => {
      const text = toPlainText(redactText(kept.toString('utf8')));
      const shown = isCut ? withoutCutLine(text).slice(-STDERR_TAIL_LIMITS.maxBytes) : text;
      const lines = shown.split('\n').filter((line) => line.trim() !== '');
      return lines.slice(-STDERR_TAIL_LIMITS.maxLines).join('\n').slice(-STDERR_TAIL_LIMITS.maxBytes);
    },
  };
}

/** What is kept may begin in the middle of a secret: all up to the next line goes, or a good part of an endless line. */
function withoutCutLine(text: string): string {
  const end = text.indexOf('\n');
  return end === -1 || end > CUT_PART ? text.slice(CUT_PART) : text.slice(end + 1);
}

const CUT_PART = STDERR_TAIL_LIMITS.maxBytes / 2;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const ANSI_SEQUENCE = /\u001B(?:\[[0-9;:?<=>]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|[@-Z\\^_])/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const CONTROL_CHARACTERS = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g;

/** A text without colours and control characters; a carriage return alone begins a new line. */
export function toPlainText(text: string): string {
  return text.replaceAll(ANSI_SEQUENCE, '').replaceAll(/\r\n?/g, '\n').replaceAll(CONTROL_CHARACTERS, '');
}
