import type { ErrorKind } from '../error-kind.ts';
import type { Advice } from './suggestion.ts';

/** What holds for any error of a kind: for codes without an entry of their own, as those of vendors and users. */
export const KIND_ADVICE = {
  authentication: [
    {
      cause: 'The API key or token is missing, wrong or expired.',
      fix: 'Set or renew the credentials in the headers or the environment of the server.',
    },
  ],
  permission: [
    {
      cause: 'The credentials do not allow it, or the system refuses access to a file.',
      fix: 'Check file permissions, or grant the right to the account that the credentials belong to.',
    },
  ],
  rate_limit: [
    { cause: 'Too many calls in the time window of the server.', fix: 'Wait for retryAfterMs, then call less often.' },
  ],
  quota: [
    {
      cause: 'The allowance of the account is used up.',
      fix: 'Raise the plan or the allowance at the provider, or wait until it is renewed.',
    },
  ],
  timeout: [
    {
      cause: 'The timeout is too short, or the server is slow.',
      fix: 'Raise the timeout, or check the network connection.',
    },
  ],
  connection: [
    {
      cause: 'The server is not running, or can not be reached from here.',
      fix: 'Check that the server is running, its address, and the network.',
    },
  ],
  unavailable: [{ cause: 'The server can not serve at the moment.', fix: 'Try later.' }],
  not_found: [
    {
      cause: 'It does not exist, or the credentials may not see it.',
      fix: 'Check the name or id, and the rights of the credentials.',
    },
  ],
  validation: [
    {
      cause: 'An argument is missing, unknown or of the wrong type.',
      fix: 'Check the format of the arguments by the schema of the tool.',
    },
  ],
  conflict: [
    {
      cause: 'Somebody else changed the same thing, or it exists already.',
      fix: 'Read the current state, then decide whether to call again.',
    },
  ],
  configuration: [{ cause: 'A setting can not work.', fix: 'Correct the setting that the message names.' }],
  protocol: [{ cause: 'The server does not keep to the protocol.', fix: 'Report it to the author of the server.' }],
  tool_not_found: [
    {
      cause: 'The name is misspelled, or the server changed.',
      fix: 'List the tools again: the tool may not be available on this server.',
    },
  ],
  cancelled: [
    {
      cause: 'The caller or the server gave the call up.',
      fix: 'Nothing, if it was meant; after a write, check whether it took effect.',
    },
  ],
  server_error: [{ cause: 'The server failed.', fix: 'Read what the server said and its log.' }],
  circuit_open: [{ cause: 'Too many calls to the server failed.', fix: 'Wait for retryAfterMs, and fix the server.' }],
  overloaded: [{ cause: 'There are too many calls at the moment.', fix: 'Try later, or call less often.' }],
  outcome_unknown: [
    {
      cause: 'A write was sent, and no answer came.',
      fix: 'Look in the system behind the server before you call again.',
    },
  ],
} as const satisfies Readonly<Record<ErrorKind, Advice>>;
