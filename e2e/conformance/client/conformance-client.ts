/** What a scenario needs a client to be, before it connects. */
export interface ClientNeeds {
  /** The era of the protocol that the scenario is about. */
  readonly era: 'legacy' | 'modern';
  /** What the client declares that it can be asked for. */
  readonly capabilities: readonly ('elicitation' | 'sampling' | 'roots')[];
  /** What a form is accepted with; the client fills in the defaults of the fields that are missing. */
  readonly formContent: Readonly<Record<string, string | number | boolean>>;
}

/** A connected client, as far as the scenarios use one. */
export interface ConformanceClient extends AsyncDisposable {
  tools(): Promise<readonly ListedTool[]>;
  call(name: string, args?: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** The URIs of the resources. */
  resources(): Promise<readonly string[]>;
  read(uri: string): Promise<unknown>;
  /** The names of the prompts. */
  prompts(): Promise<readonly string[]>;
  prompt(name: string): Promise<unknown>;
}

/** A tool as the client shows it. */
export interface ListedTool {
  readonly name: string;
  readonly inputSchema: unknown;
}

/** How a program that plays a client connects. */
export type ConnectClient = (url: string, needs: ClientNeeds) => Promise<ConformanceClient>;
