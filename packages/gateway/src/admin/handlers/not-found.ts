import { ProblemError } from '../problems.ts';

/** Passes on what is there. @throws {@link ProblemError} `NOT_FOUND`. */
export function found<T>(value: T | undefined, what: string, id: string): T {
  if (value !== undefined) return value;
  throw new ProblemError('NOT_FOUND', {
    detail: `There is no ${what} "${id}".`,
    hint: 'What is old is forgotten after a while: list them again.',
  });
}
