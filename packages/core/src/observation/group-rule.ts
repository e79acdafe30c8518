import type { ErrorKind } from '../errors/error-kind.ts';

/** Puts errors into a group of the user's own, where everything that it names fits. */
export interface GroupRule {
  /** What the group is called. */
  readonly group: string;
  /** A name, in which `*` stands for any characters. */
  readonly server?: string;
  /** A tool, prompt or resource, in which `*` stands for any characters. */
  readonly target?: string;
  readonly kind?: ErrorKind;
  readonly code?: string;
  /** The message, in which `*` stands for any characters; upper and lower case count the same. */
  readonly message?: string;
}
