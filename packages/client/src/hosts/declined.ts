/** What a server is answered whose question reaches nobody: it carries the JSON-RPC code that the server gets. */
export class DeclinedError extends Error {
  override readonly name: string = 'DeclinedError';
  readonly code: DeclinedCode;

  constructor(code: DeclinedCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Method not found: nobody declared that. Invalid params: not in this form. Internal error: not now. */
export type DeclinedCode = -32601 | -32602 | -32603;
