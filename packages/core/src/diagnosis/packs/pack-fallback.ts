/** What answers instead when tools of a vendor fail, and what is said when nothing does. */
export interface PackFallback {
  /** The tools that it is about, by the first name of each; all of the pack when left out. */
  readonly tools?: readonly string[];
  /** Tools that answer the same question, in the order in which they are asked. Only for tools that change nothing.
   * @default [] */
  readonly instead?: readonly PackFallbackStep[];
  /** What is said when none of them answered. Of all entries for a tool the first whose words can all be filled in counts. */
  readonly lastResort?: PackLastResort;
}

/** One tool that answers the same question as the one that failed, on another server. */
export interface PackFallbackStep {
  /** The pack that knows the server of the tool; where it is the tool's own, the server has to serve the same site. */
  readonly pack: string;
  /** The tool in the spelling that takes these arguments; compared without case, with `-` and `_` alike. */
  readonly tool: string;
  /**
   * Its arguments, made from those of the call that failed. One that the tool does not list is left out, and so is the
   * whole step where one that is required has no value. Of several ways to make one the first that gives a value counts.
   * @default the arguments of the call that failed
   */
  readonly arguments?: Readonly<Record<string, PackArgument | readonly PackArgument[]>>;
  /**
   * Arguments of the call that failed without which the question would be another one: where the call has a value for one
   * of them that is not empty, `false` or 0, the step is left out.
   * @default []
   */
  readonly unless?: readonly string[];
}

/** Where an argument of a fallback comes from. */
export interface PackArgument {
  /** The argument of the call that failed, in all spellings; the first one that is there counts. */
  readonly from?: string | readonly string[];
  /** The host of the vendor's site that the failed server is configured with, in place of an argument.
   * @default false */
  readonly isSite?: boolean;
  /** Whether the step is of no use without it.
   * @default false */
  readonly isRequired?: boolean;
  /** How a text has to read. It must not have the flags `g` or `y`. */
  readonly when?: RegExp;
  /** What each text becomes; others have no counterpart. */
  readonly values?: Readonly<Record<string, string>>;
  /** What stands before and after a text. */
  readonly wrap?: readonly [before: string, after: string];
  /** A number below is raised to it. */
  readonly min?: number;
  /** A number above is lowered to it. */
  readonly max?: number;
  /** Whether the tool takes a list, or a text with commas, where the other one may have had either. */
  readonly as?: 'list' | 'text';
}

/** The words for a tool that is not available, when nothing else answered. */
export interface PackLastResort {
  /**
   * What a model is told. `{operation}` stands for what the tool does; every other name in braces for the argument of that
   * name, or the first that is there of several that are parted by `|`.
   */
  readonly message: string;
  /** What programs get beside the message, in the shape of the tool's results.
   * @default {} */
  readonly answer?: Readonly<Record<string, unknown>>;
  /** The field of the answer that carries the arguments of the call, for doing by hand what it was to do. */
  readonly argumentsAs?: string;
}
