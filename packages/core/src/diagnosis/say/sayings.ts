import type { FailureKind } from '../rank/clue.ts';

/** What to say about a failure: `{call}` stands for what was called, `{server}` for the server, `{wait}` for a wait. */
export interface Saying {
  readonly summary: string;
  readonly advice: string;
}

/** What is said when a code has no words of its own. */
export const KIND_SAYINGS: Readonly<Record<FailureKind, Saying>> = {
  authentication: {
    summary: '{call} was refused: the credentials are missing or not accepted.',
    advice: 'Set or renew the credentials of this server in the configuration; calling again does not help.',
  },
  permission: {
    summary: '{call} was refused: the credentials do not allow it.',
    advice: 'Use another way that is allowed, or grant the right to the account of this server.',
  },
  rate_limit: {
    summary: '{call} was refused: too many calls in a short time.',
    advice: 'Wait{wait}, then call less often.',
  },
  quota: {
    summary: '{call} was refused: an allowance is used up.',
    advice:
      'Raise the limit or the plan of the account, or wait until the allowance is renewed; calling again does not help.',
  },
  timeout: {
    summary: '{call} got no answer in time.',
    advice: 'Ask for less at a time, or try again later; after a change look first whether it took effect.',
  },
  connection: {
    summary: '{call} failed because a connection could not be made, or broke.',
    advice: 'Try again in a moment; if it stays so, check the network and whether the service runs.',
  },
  unavailable: {
    summary: '{call} failed because the service can not answer at the moment.',
    advice: 'Try again later{wait}.',
  },
  not_found: {
    summary: '{call} failed because what it asks for does not exist, or is not visible to this account.',
    advice: 'Check the name or id; list or search what there is first.',
  },
  validation: {
    summary: '{call} was refused because the request is not valid.',
    advice: 'Correct the arguments by the schema of the tool and by what the server said.',
  },
  conflict: {
    summary: '{call} was refused because of the present state of the thing.',
    advice: 'Read the present state, then decide whether and how to call again.',
  },
  configuration: {
    summary: '{call} failed because something is not set up.',
    advice: 'Correct the configuration of this server; calling again does not help.',
  },
  protocol: {
    summary: '{call} failed because an answer could not be understood.',
    advice:
      'Check that the server and what is behind it are what they should be; report it to the author of the server.',
  },
  tool_not_found: {
    summary: '{server} has no such tool or method.',
    advice: 'List the tools again and use one that is there.',
  },
  cancelled: { summary: '{call} was given up before it was finished.', advice: 'Call again if it is still wanted.' },
  server_error: {
    summary: '{call} failed inside the server.',
    advice: 'Read what the server said; report it to its author if it stays so.',
  },
};

/** What is said for a code. */
export const CODE_SAYINGS: Readonly<Record<string, Partial<Saying>>> = {
  CREDENTIALS_MISSING: {
    summary: '{call} was refused: no credentials are set.',
    advice: 'Set the credentials of this server in the configuration; calling again does not help.',
  },
  CREDENTIALS_INVALID: {
    summary: '{call} was refused: the credentials are not accepted.',
    advice: 'Check the credentials of this server in the configuration for typing errors and for the right account.',
  },
  CREDENTIALS_EXPIRED: {
    summary: '{call} was refused: the credentials have expired or were revoked.',
    advice: 'Renew the credentials of this server in the configuration, or log in again.',
  },
  AUTHORIZATION_REQUIRED: {
    summary: '{call} waits for a person to give consent.',
    advice: 'Let a person open the page that the server names and allow the access, then call again.',
  },
  READ_ONLY_MODE: {
    summary: '{call} was refused: only reading is allowed.',
    advice:
      'Do not try other tools that change things; turn the read-only mode of this server off if changes are wanted.',
  },
  PATH_NOT_ALLOWED: {
    summary: '{call} was refused: the path is outside of what this server may touch.',
    advice: 'Use a path inside the allowed folders, or allow this folder in the configuration of the server.',
  },
  SCOPE_MISSING: {
    summary: '{call} was refused: the credentials lack a permission.',
    advice: 'Grant the permission that the server names to the account or the token, then call again.',
  },
  PAYMENT_REQUIRED: {
    summary: '{call} was refused: the plan of the account does not include it, or has to be paid.',
    advice: 'Check plan and billing of the account; calling again does not help.',
  },
  STORAGE_FULL: {
    summary: '{call} failed because there is no space left.',
    advice: 'Free space or raise the limit of the storage.',
  },
  UPSTREAM_TIMEOUT: { summary: '{call} failed because what is behind the server did not answer in time.' },
  CALL_TIMEOUT: {
    advice:
      'Raise the timeout of this server, or ask for less at a time; after a change look first whether it took effect.',
  },
  UPSTREAM_UNREACHABLE: {
    summary: '{call} failed because the server could not reach what is behind it.',
    advice:
      'Try again in a moment; if it stays so, check the network, the address in the configuration of the server, and whether the service runs.',
  },
  CONNECTION_REFUSED: {
    summary: '{call} failed because nothing accepts connections at the address.',
    advice: 'Start the service, or correct its address and port.',
  },
  HOST_NOT_FOUND: {
    summary: '{call} failed because the name of a host is not known.',
    advice: 'Check the host name, the network and DNS.',
  },
  CONNECTION_CLOSED: {
    summary: '{call} failed because the connection is closed.',
    advice:
      'A server over stdio has probably ended: "seawall doctor" starts it and shows at which step it fails and what it wrote last.',
  },
  PROCESS_EXITED: {
    summary: '{call} failed because a process ended.',
    advice: 'Try again; if it ends each time, read its last words in the log.',
  },
  INVALID_ARGUMENTS: { summary: '{call} was refused: its arguments are not valid.' },
  INVALID_QUERY: {
    summary: '{call} was refused: the query is not valid.',
    advice: 'Correct the query: its syntax, and the names of fields and columns in it.',
  },
  REQUEST_TOO_LARGE: { summary: '{call} was refused: it is too large.', advice: 'Send or ask for less at a time.' },
  ALREADY_EXISTS: {
    summary: '{call} was refused: the thing exists already, or is already done.',
    advice: 'Read what is there; use another name, or go on with what exists.',
  },
  TRANSACTION_CONFLICT: { summary: '{call} collided with another change.', advice: 'Call again.' },
  SERVER_NOT_CONFIGURED: {
    summary: '{call} failed because the server is not fully set up.',
    advice: 'Complete the settings of this server: address, account, credentials.',
  },
  VARIABLE_MISSING: {
    summary: '{call} failed because a variable is not set.',
    advice: 'Set the variable that the server names under env of this server, then restart it.',
  },
  SERVICE_NOT_ENABLED: {
    summary: '{call} was refused: the service is not enabled for this account.',
    advice: 'Enable the service or the extension that the server names, wait some minutes, then call again.',
  },
  DEPENDENCY_MISSING: {
    summary: '{call} failed because a program or package is missing where the server runs.',
    advice: 'Install what the server names.',
  },
  TLS_FAILED: {
    summary: '{call} failed because no secure connection could be made.',
    advice: 'Check the certificate, the trusted authorities, and that the port really speaks TLS.',
  },
  ENDPOINT_NOT_MCP: {
    summary: 'The address of {server} is not an MCP endpoint.',
    advice: 'Check the URL; many endpoints end in /mcp or /sse.',
  },
  REDIRECT_REFUSED: {
    summary: '{server} sent us to another address.',
    advice: 'Use the final address in the configuration, if it is the intended server.',
  },
  ADDRESS_REFUSED: {
    summary: '{server} does not accept requests for this host or origin.',
    advice: 'Add the host or origin to what the server allows.',
  },
  PROXY_REFUSED: {
    summary: 'A proxy asks for credentials.',
    advice: 'Put the credentials for the proxy into HTTPS_PROXY.',
  },
  SESSION_LOST: {
    summary: '{server} does not know our session any more.',
    advice: 'A new session is opened by itself; call again.',
  },
  SESSION_ALREADY_INITIALIZED: {
    summary: '{server} has a session already and takes no second one.',
    advice: 'Restart the server, or let all clients reach it through one gateway.',
  },
  VERSION_UNSUPPORTED: {
    summary: '{server} does not speak our version of the protocol.',
    advice: 'Update the server, or Seawall.',
  },
  CAPABILITY_REQUIRED: {
    summary: '{server} needs something of the host that it does not offer.',
    advice: 'Use a host that supports it, or another tool.',
  },
  RESPONSE_MALFORMED: {
    summary: '{call} failed because the answer behind the server could not be understood.',
    advice:
      'Try again once; if it stays so, check that the address behind the server is an API and not a web page or a login.',
  },
  SERVER_BUG: {
    summary: '{call} made the server stumble over a fault of its own.',
    advice: 'Try other arguments, update the server, and report it to its author.',
  },
  INTERNAL_ERROR: {
    summary: '{call} failed with an internal error.',
    advice: 'Try again later; if it stays so, report it to the author of the server.',
  },
  ERROR_MASKED: {
    summary: '{call} failed, and the server does not say why.',
    advice: 'Look into the log of the server; update it if it is old.',
  },
  METHOD_NOT_FOUND: {
    summary: '{server} does not offer what was asked of it.',
    advice: 'Use what the server says it can do.',
  },
};

/** The code of a kind when the clues know none. */
export const KIND_CODES: Readonly<Record<FailureKind, string>> = {
  authentication: 'AUTHENTICATION_REQUIRED',
  permission: 'PERMISSION_DENIED',
  rate_limit: 'RATE_LIMITED',
  quota: 'QUOTA_EXCEEDED',
  timeout: 'UPSTREAM_TIMEOUT',
  connection: 'UPSTREAM_UNREACHABLE',
  unavailable: 'SERVER_UNAVAILABLE',
  not_found: 'ITEM_NOT_FOUND',
  validation: 'REQUEST_REJECTED',
  conflict: 'STATE_CONFLICT',
  configuration: 'SERVER_NOT_CONFIGURED',
  protocol: 'RESPONSE_MALFORMED',
  tool_not_found: 'TOOL_NOT_FOUND',
  cancelled: 'CALL_CANCELLED',
  server_error: 'SERVER_ERROR',
};
