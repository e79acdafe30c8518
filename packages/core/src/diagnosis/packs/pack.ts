import type { Safety } from '../../call/safety.ts';
import type { ErrorCode } from '../../errors/error-code.ts';
import type { CredentialFault, DiagnosisKind, DiagnosisLink } from '../diagnosis.ts';
import type { PackFallback } from './pack-fallback.ts';

/** What is known about one vendor's servers: their tools, how they say that something went wrong, and what then helps. */
export interface Pack {
  /** Unique, in lower case, as `tavily`. */
  readonly name: string;
  /** The vendor as people write it, as `Tavily`. */
  readonly title: string;
  /**
   * Words by which its servers are known: they stand as whole words in the configured name, the package, the host of the
   * URL, or what the server calls itself.
   */
  readonly servers: readonly string[];
  /** Its tools. A name that only this vendor's servers use makes the pack apply whatever the server is called.
   * @default [] */
  readonly tools?: readonly PackTool[];
  /** Tried in order; the first one that matches decides, over all general rules.
   * @default [] */
  readonly rules?: readonly PackRule[];
  /** How its tools dress an error as a success. Whole-body envelopes need no entry: they are known for all servers.
   * @default [] */
  readonly disguises?: readonly PackDisguise[];
  /** How a result says that it is empty or not whole.
   * @default [] */
  readonly results?: readonly PackResultRule[];
  /** What to say for a kind when no rule of the pack said something more exact; the first entry that fits counts.
   * @default [] */
  readonly advice?: readonly PackAdvice[];
  /** What answers instead when its tools fail, and what is said when nothing does; all entries that fit a tool count.
   * @default [] */
  readonly fallbacks?: readonly PackFallback[];
  /** The variables that hold the base URL of the vendor's site, for links.
   * @default [] */
  readonly baseUrlSettings?: readonly string[];
  /** The arguments in which its tools are told the vendor's site.
   * @default [] */
  readonly siteArguments?: readonly string[];
  /** Links for a call, from the base URL and the arguments. */
  readonly links?: (call: PackLinkRequest) => readonly DiagnosisLink[];
}

/** One tool, in all spellings that its versions and forks have used. */
export interface PackTool {
  /** The current name first. Compared without case, with `-` and `_` alike, and without a gateway's prefix. */
  readonly names: readonly string[];
  readonly safety: Safety;
  /** How long the tool may be silent, where the usual limit is wrong for it, in milliseconds. */
  readonly timeoutMs?: number;
  /** Its arguments, in all spellings.
   * @default [] */
  readonly parameters?: readonly string[];
  /** The tool that shows whether a call of this one ran. */
  readonly verifyWith?: string;
  /** Whether its results are what others wrote (pages, files, rows), so that errors in them are content.
   * @default false */
  readonly returnsContent?: boolean;
}

/** What has to hold for a rule: all that is given. */
export interface PackCondition {
  /** The tools that it is about, by the first name of each. */
  readonly tools?: readonly string[];
  /** The status behind the failure. */
  readonly httpStatus?: number | readonly number[];
  /** The vendor's own code in the body, as it stands there; compared without case. */
  readonly vendorCode?: string | readonly string[];
  /** Matched against the peeled text of at most 8192 characters. It must not have the flags `g` or `y`. */
  readonly text?: RegExp;
  /** What the general rules would say. */
  readonly kind?: DiagnosisKind | readonly DiagnosisKind[];
}

/** A rule of a pack. */
export interface PackRule {
  readonly when: PackCondition;
  readonly then: PackFinding;
}

/** What a rule finds. What it leaves out comes from the catalogue, the pack's advice, and the general rules. */
export interface PackFinding {
  readonly kind: DiagnosisKind;
  readonly code?: ErrorCode;
  readonly retryable?: boolean;
  readonly retryAfterMs?: number;
  readonly reason?: CredentialFault;
  readonly status?: string;
  /** One sentence; `{operation}`, `{server}` and `{tool}` stand for what was called. */
  readonly summary?: string;
  readonly advice?: string;
  /** What programs can use, taken from the match of `when.text`. */
  readonly details?: (match: RegExpExecArray) => Readonly<Record<string, unknown>>;
}

/** An error that comes with `isError: false`. */
export interface PackDisguise {
  /** The tools that do so, by their first name; all of the pack when left out. */
  readonly tools?: readonly string[];
  /** How the whole text of the result begins or reads. */
  readonly text: RegExp;
}

/** A result that is empty or not whole. */
export interface PackResultRule {
  readonly tools?: readonly string[];
  readonly text: RegExp;
  readonly kind: 'empty' | 'partial';
  /** What a model should know. */
  readonly warning: string;
}

/** What to say for a kind of failure. */
export interface PackAdvice {
  readonly kind: DiagnosisKind | readonly DiagnosisKind[];
  readonly tools?: readonly string[];
  /** The pack's own word for the outcome, when no rule gave one. */
  readonly status?: string;
  readonly summary?: string;
  readonly advice?: string;
}

/** What links are made from. */
export interface PackLinkRequest {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** The first name of the tool. */
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}
