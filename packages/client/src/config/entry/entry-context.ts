import type { ConfigPath } from '../config-path.ts';
import type { SourceFile } from '../configuration.ts';
import type { ServerOptionsInput } from '../configuration-schema.ts';
import type { Environment } from '../environment.ts';
import type { Finding } from '../finding.ts';
import type { Expander } from './expander.ts';
import type { SelfDescription } from './own-entry.ts';

/** What is the same for all entries of one configuration. */
export interface EntryContext {
  readonly env: Environment;
  /** Absolute; relative paths start here. */
  readonly folder: string;
  readonly defaults: ServerOptionsInput;
  /** What an editor would ask for, by id: the question. */
  readonly inputs: ReadonlyMap<string, string>;
  readonly self: SelfDescription;
  /** Whether paths and command lines are those of Windows. */
  readonly windows: boolean;
}

/** One entry while it is read: what launch builders add to. */
export interface EntryWork extends EntryContext {
  readonly path: ConfigPath;
  readonly expander: Expander;
  readonly findings: Finding[];
  /** Files that were read for it. */
  readonly sources: SourceFile[];
}
