/** What is called instead of a tool that failed. */
export interface FallbackStep {
  /** The server as the configuration names it.
   * @default the server of the tool that failed */
  readonly server?: string;
  /** The name of the tool as that server gives it. */
  readonly tool: string;
  /**
   * The arguments to call it with. A text `$name` stands for the argument of that name of the call that failed, and the
   * field is left out where that has none; `$$` begins a text with a dollar sign; every other value stands for itself.
   * @default the arguments of the call that failed
   */
  readonly arguments?: Readonly<Record<string, unknown>>;
}
