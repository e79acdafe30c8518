import type { KnownErrorCode } from '../error-code.ts';
import type { Advice } from './suggestion.ts';

/** Codes of what servers answer, of time and of the protocol. */
export const ANSWER_ADVICE = {
  AUTHENTICATION_REQUIRED: [
    {
      cause: 'The API key or token is missing, wrong or expired.',
      fix: 'Set or renew the credentials in the headers or the environment of the server.',
    },
  ],
  PERMISSION_DENIED: [
    {
      cause: 'The credentials do not allow it, or the system refuses access to a file.',
      fix: 'Check file permissions, or grant the right to the account that the credentials belong to.',
    },
  ],
  RATE_LIMITED: [
    { cause: 'Too many calls in the time window of the server.', fix: 'Wait for retryAfterMs, then call less often.' },
  ],
  SERVER_UNAVAILABLE: [
    {
      cause: 'The server is overloaded, or being restarted.',
      fix: 'Try later; restart a server over stdio that hangs.',
    },
  ],
  SERVER_ERROR: [
    { cause: 'The server has a defect, or crashed while it worked.', fix: 'Read what the server said and its log.' },
    {
      cause: 'The arguments are of a shape that the server does not expect.',
      fix: 'Compare the arguments with the schema of the tool.',
    },
    {
      cause: 'The server can not reach something that it needs.',
      fix: 'Check the services, files and databases behind the server.',
    },
    {
      cause: 'The account of the server lacks a right.',
      fix: 'Check the rights of the credentials that the server uses.',
    },
  ],
  HTTP_ERROR: [
    {
      cause: 'Somebody else changed the same thing, or it exists already.',
      fix: 'Read the current state, then decide whether to call again.',
    },
  ],
  REQUEST_REJECTED: [
    {
      cause: 'The request is not what the server takes, or too large.',
      fix: 'Compare the request with what the server says it can do.',
    },
  ],
  INVALID_ARGUMENTS: [
    {
      cause: 'An argument is missing, unknown or of the wrong type.',
      fix: 'Check the format of the arguments by the schema of the tool.',
    },
  ],
  INPUT_REQUIRED: [
    {
      cause: 'The server asked for input, and nobody answered.',
      fix: 'Give the call a caller that declares what the server asks for and answers it.',
    },
  ],
  TOOL_NOT_FOUND: [
    {
      cause: 'The name is misspelled, or the server changed since its tools were listed.',
      fix: 'List the tools again: the tool may not be available on this server.',
    },
  ],
  METHOD_NOT_FOUND: [
    {
      cause: 'The server lacks an optional part of the protocol, or the tool.',
      fix: 'Use what the server says it can do: the tool or method may not be available on it.',
    },
  ],
  PROMPT_NOT_FOUND: [
    {
      cause: 'The name is misspelled, or the server changed since its prompts were listed.',
      fix: 'List the prompts again.',
    },
  ],
  RESOURCE_NOT_FOUND: [
    {
      cause: 'The name is misspelled, or the resource was deleted.',
      fix: 'List the resources again, and check the URI or path.',
    },
  ],
  SERVER_NOT_FOUND: [
    {
      cause: 'The name is misspelled, or a new configuration left the server out.',
      fix: 'Correct the name of the server.',
    },
  ],
  CALL_TIMEOUT: [
    { cause: 'The timeout is too short for what was asked.', fix: 'Raise the timeout, or ask for less at a time.' },
    {
      cause: 'The server is overloaded or hangs.',
      fix: 'Look at the load and the log of the server, and restart it if it hangs.',
    },
    { cause: 'The network to the server is slow.', fix: 'Check the network connection to the server.' },
    { cause: 'The tool works on very much data.', fix: 'Split the work into smaller parts.' },
  ],
  HANDSHAKE_TIMEOUT: [
    {
      cause: 'The server starts slowly, as when a package is downloaded first, or is no MCP server.',
      fix: 'Raise connectTimeoutMs of the server, and run its command by hand once.',
    },
  ],
  LIST_TIMEOUT: [
    {
      cause: 'The server asks a service of its own before it lists what it has.',
      fix: 'Raise listTimeoutMs of the server.',
    },
  ],
  OPERATION_TIMEOUT: [
    {
      cause: 'The timeout is too short, or the server is busy or hangs.',
      fix: 'Raise the timeout, or check the network connection.',
    },
    { cause: 'Very much data is worked on at once.', fix: 'Split the work into smaller parts.' },
  ],
  CALL_CANCELLED: [
    {
      cause: 'The caller or the server gave the call up.',
      fix: 'Nothing, if it was meant; after a write, check whether it took effect.',
    },
  ],
  INVALID_MESSAGE: [
    {
      cause: 'The server writes something else than JSON-RPC, or a proxy changes its answers.',
      fix: 'Report it to the author of the server.',
    },
  ],
  INVALID_RESULT: [
    {
      cause: 'The result of the server does not have the shape that MCP asks for.',
      fix: 'Report it to the author of the server.',
    },
  ],
  MESSAGE_TOO_LARGE: [
    {
      cause: 'The tool gives back very much at once.',
      fix: 'Ask for less at a time, or raise maxMessageBytes of the server.',
    },
  ],
  UNEXPECTED_CONTENT: [
    {
      cause: 'A web page or a login stands in front of the endpoint.',
      fix: 'Check that the URL is the MCP endpoint itself.',
    },
  ],
  SESSION_LOST: [
    { cause: 'The server was restarted, or ended the session.', fix: 'Call again: a new session is opened by itself.' },
  ],
  INPUT_ROUNDS_EXCEEDED: [
    {
      cause: 'The server asks again and again and does not take the answers into account.',
      fix: 'Report it to the author of the server.',
    },
  ],
  VERSION_UNSUPPORTED: [
    { cause: 'The server or Seawall is much older than the other.', fix: 'Update the server, or Seawall.' },
  ],
} as const satisfies Readonly<Partial<Record<KnownErrorCode, Advice>>>;
