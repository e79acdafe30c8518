import type { KnownErrorCode } from '../error-code.ts';
import type { Advice } from './suggestion.ts';

/** Codes of the configuration, and of what Seawall refuses and finds. */
export const OWN_ADVICE = {
  CONFIG_NOT_FOUND: [
    {
      cause: 'The named file does not exist, or none stands in the usual places.',
      fix: 'Correct --config or SEAWALL_CONFIG, or create the file.',
    },
  ],
  CONFIG_UNREADABLE: [
    {
      cause: 'The file lacks the permission to be read, or is a folder.',
      fix: 'Correct the path or the permissions of the file.',
    },
  ],
  CONFIG_TOO_LARGE: [{ cause: 'It is the wrong file.', fix: 'Name the right file.' }],
  CONFIG_NOT_TEXT: [{ cause: 'The file was saved as UTF-16, or is no text.', fix: 'Save the file as UTF-8.' }],
  CONFIG_EMPTY: [
    {
      cause: 'Only blanks, comments or null stand in the file.',
      fix: 'Write at least { "mcpServers": {} } into the file.',
    },
  ],
  CONFIG_SYNTAX: [
    {
      cause: 'The file has a typing error: it is not valid JSON or YAML.',
      fix: 'Correct it at the line and column named.',
    },
  ],
  CONFIG_INVALID: [
    { cause: 'A required key is missing.', fix: 'Add the keys that are missing.' },
    { cause: 'A value has the wrong type, or is out of range.', fix: 'Correct each place that is named.' },
    {
      cause: 'The JSON or YAML is malformed, so that a value stands at the wrong place.',
      fix: 'Check brackets, quotes and indentation of the file.',
    },
    { cause: 'A variable that the file names is not set.', fix: 'Set the variable where Seawall is started.' },
  ],
  CONFIG_VARIABLE_MISSING: [
    {
      cause: 'A variable that the configuration names is not set where Seawall was started.',
      fix: 'Set the variable, or write ${NAME:-DEFAULT}.',
    },
  ],
  CONFIG_INPUT_UNSUPPORTED: [
    {
      cause: 'A value has to be asked for by an editor.',
      fix: 'Put the value into an environment variable and write ${NAME}.',
    },
  ],
  CONFIG_POLICY_REFUSED: [
    {
      cause: 'The security level refuses the entry.',
      fix: 'Change the entry, or choose a lower seawall.security for this server.',
    },
  ],
  STORE_UNUSABLE: [
    {
      cause: 'The folder can not be written, or another process has the file open.',
      fix: 'Correct its permissions, stop the other process, or name another folder with --data-dir.',
    },
  ],
  STORE_FAILED: [
    {
      cause: 'The disk is full, read-only or failing.',
      fix: 'Free space or mend the disk; the next operation tries again by itself.',
    },
  ],
  STORE_INTERRUPTED: [
    {
      cause: 'The thread that writes the file ended or hangs.',
      fix: 'Look at the disk when it happens again; a new thread is started by itself.',
    },
  ],
  PARKING_FULL: [
    {
      cause: 'Too many writes wait for servers that are down.',
      fix: 'Bring the server back, or discard what waits and is not wanted.',
    },
  ],
  TICKET_NOT_FOUND: [
    {
      cause: 'The ticket is misspelled, or of another data folder.',
      fix: 'List the parked calls and take the ticket from there.',
    },
  ],
  TICKET_STATE_CONFLICT: [
    {
      cause: 'The call is being sent, is finished, or may have run.',
      fix: 'Look at the parked call first, and act by its state.',
    },
  ],
  OPTION_INVALID: [
    { cause: 'An option or an argument has the wrong type, shape or range.', fix: 'Correct it as the message says.' },
  ],
  PORT_IN_USE: [
    {
      cause: 'Another program, or another gateway, listens on the port.',
      fix: 'Stop it, or choose another seawall.listen.port.',
    },
  ],
  LISTEN_FAILED: [
    {
      cause: 'The address is not one of this machine, or the port needs more rights.',
      fix: 'Choose another seawall.listen.host or seawall.listen.port.',
    },
  ],
  LISTEN_TOKEN_REQUIRED: [
    {
      cause: 'The address is not loopback, and no token is set.',
      fix: 'Set seawall.auth.token, or listen on 127.0.0.1.',
    },
  ],
  DATA_DIR_UNUSABLE: [
    {
      cause: 'The folder can not be created or written.',
      fix: 'Name another folder with --data-dir, or correct its permissions.',
    },
  ],
  DATA_DIR_IN_USE: [
    {
      cause: 'Another gateway uses the folder.',
      fix: 'Stop the other gateway, or name another folder with --data-dir.',
    },
  ],
  GATEWAY_NOT_RUNNING: [
    {
      cause: 'No gateway runs for this configuration, or it is of another data folder.',
      fix: 'Start it with seawall serve, or name the right one with --config, --data-dir or --url.',
    },
  ],
  GATEWAY_ANSWER_INVALID: [
    {
      cause: 'The gateway is of another version, or something else answers at its address.',
      fix: 'Use the command of the same version as the gateway, and check --url.',
    },
  ],
  ADMIN_TOKEN_REFUSED: [
    {
      cause: 'The token is not the one of the gateway.',
      fix: 'Set SEAWALL_ADMIN_TOKEN to what seawall.auth.adminToken is for the gateway.',
    },
  ],
  CIRCUIT_OPEN: [{ cause: 'Too many calls to the server failed.', fix: 'Wait for retryAfterMs, and fix the server.' }],
  CIRCUIT_ISOLATED: [
    { cause: 'Somebody took the server out of use.', fix: 'Close the circuit again when the server may be used.' },
  ],
  BULKHEAD_FULL: [{ cause: 'Calls come in faster than the server answers.', fix: 'Try later, or call less often.' }],
  QUEUE_DEADLINE: [{ cause: 'Calls come in faster than the server answers.', fix: 'Try later, or call less often.' }],
  RATE_GATE: [{ cause: 'There were too many calls in the time window.', fix: 'Wait for retryAfterMs.' }],
  TOO_MANY_SUBSCRIPTIONS: [
    {
      cause: 'Subscriptions that are not needed any more are not taken back.',
      fix: 'Unsubscribe from what is not needed.',
    },
  ],
  SHUTTING_DOWN: [{ cause: 'Somebody stops the gateway.', fix: 'Call again when the gateway is back.' }],
  OUTCOME_UNKNOWN: [
    {
      cause: 'A write was sent, and no answer came.',
      fix: 'Look with verifyWith, or in the system behind the server, before you call again.',
    },
  ],
  UNEXPECTED_ERROR: [
    {
      cause: 'Most likely a defect of Seawall, or of the function that it called.',
      fix: 'Look at the chain of causes, and report it to the project if the defect is in Seawall.',
    },
  ],
  SERVICE_UNAVAILABLE: [
    {
      cause: 'The server that the service is built on can not be reached.',
      fix: 'Fix what originalError says, then call again.',
    },
  ],
} as const satisfies Readonly<Partial<Record<KnownErrorCode, Advice>>>;
