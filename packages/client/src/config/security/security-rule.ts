import type { ConfigPath } from '../config-path.ts';
import type { Launch, SecurityLevel } from '../configuration.ts';
import type { ServerEntryInput } from '../configuration-schema.ts';

/** One check, and what follows from a match at each level: `refuse` the server, `warn`, or nothing (`-`). */
export interface SecurityRule extends Readonly<Record<SecurityLevel, SecurityAction>> {
  readonly name: string;
  readonly allowed: string;
  /** What to do about it. */
  readonly remedy: string;
  readonly find: FindRisks;
}

/** What follows from a match. */
export type SecurityAction = 'refuse' | 'warn' | '-';

/** Looks for one kind of risk in one server. */
export type FindRisks = (subject: SecuritySubject) => readonly RiskMatch[];

/** One server as the rules see it. */
export interface SecuritySubject {
  readonly name: string;
  readonly path: ConfigPath;
  /** As it is written. */
  readonly entry: ServerEntryInput;
  /** As it will be started or reached. */
  readonly launch: Launch;
}

/** What a rule found in one server. */
export interface RiskMatch {
  /** Where, below the server's entry. */
  readonly at: ConfigPath;
  /** What and why, one sentence. */
  readonly what: string;
  /** What stands there; without secrets. */
  readonly value?: string;
}
