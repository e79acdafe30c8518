import type { Requirement } from '../pairing.ts';

/** What has to be kept of what is said around calls: logs, progress, cancellations, questions and tasks. */
export const EXCHANGE = [
  // Logging.
  {
    id: 'logging-session-level',
    section: '2025-11-25 server/utilities/logging "Setting Log Level"',
    behaviour: 'A host hears messages of the level that it set, and above.',
    hosts: ['2025-11-25'],
  },
  {
    id: 'logging-level-changes',
    section: '2025-11-25 server/utilities/logging "Setting Log Level"',
    behaviour: 'A level that is set again counts from then on.',
    hosts: ['2025-11-25'],
  },
  {
    id: 'logging-unknown-level',
    section: '2025-11-25 server/utilities/logging "Error Handling"',
    behaviour: 'A level that does not exist is refused with -32602.',
    hosts: ['2025-11-25'],
  },
  {
    id: 'logging-request-level',
    section: '2026-07-28 server/utilities/logging',
    behaviour: 'A host hears messages of the level of its request, and above.',
    hosts: ['2026-07-28'],
  },
  {
    id: 'logging-none-unasked',
    section: '2026-07-28 server/utilities/logging',
    behaviour: 'A request without a level hears nothing, whatever the server says.',
    hosts: ['2026-07-28'],
  },
  {
    id: 'logging-below-level',
    section: '2025-11-25 server/utilities/logging',
    behaviour: 'What is below the level stays away, though the server says it.',
  },
  {
    id: 'logging-message',
    section: '2025-11-25 server/utilities/logging "Log Message Notifications"',
    behaviour: 'A message passes with its logger and its data, in order.',
  },
  {
    id: 'logging-in-stream',
    section: '2026-07-28 basic/transports "Streamable HTTP"',
    behaviour: 'What is said during a call comes in the stream of that call.',
    fronts: ['http'],
  },
  // Progress.
  {
    id: 'progress-token',
    section: '2025-11-25 basic/utilities/progress',
    behaviour: 'Progress carries the token of the host, of the same type.',
  },
  {
    id: 'progress-order',
    section: '2025-11-25 basic/utilities/progress',
    behaviour: 'Progress comes in order and before the answer, with its total and its message.',
  },
  {
    id: 'progress-unasked',
    section: '2025-11-25 basic/utilities/progress',
    behaviour: 'Without a token no progress comes.',
  },
  {
    id: 'progress-own',
    section: '2025-11-25 basic/utilities/progress',
    behaviour: 'Of several calls at once each has its own progress.',
  },
  // Cancellation.
  {
    id: 'cancel-reaches-server',
    section: '2025-11-25 basic/utilities/cancellation; 2026-07-28 basic/transports "Streamable HTTP"',
    behaviour: 'A call that the host takes back is taken back at the server.',
  },
  {
    id: 'cancel-no-answer',
    section: '2025-11-25 basic/utilities/cancellation "Behavior Requirements"',
    behaviour: 'A call that was taken back is not answered.',
  },
  {
    id: 'cancel-others-go-on',
    section: '2025-11-25 basic/utilities/cancellation',
    behaviour: 'Other calls go on.',
  },
  {
    id: 'cancel-unknown',
    section: '2025-11-25 basic/utilities/cancellation "Error Handling"',
    behaviour: 'Taking back what nobody asked is passed over.',
  },
  // What servers ask.
  {
    id: 'ask-form-accept',
    section: '2025-11-25 client/elicitation; 2026-07-28 client/elicitation',
    behaviour: 'A form reaches the host as it is, and what the user filled in reaches the server.',
  },
  {
    id: 'ask-form-decline',
    section: '2025-11-25 client/elicitation; 2026-07-28 client/elicitation',
    behaviour: 'That the user declined reaches the server.',
  },
  {
    id: 'ask-form-cancel',
    section: '2025-11-25 client/elicitation; 2026-07-28 client/elicitation',
    behaviour: 'That the user dismissed the form reaches the server.',
  },
  {
    id: 'ask-url',
    section: '2025-11-25 client/elicitation "URL Mode"',
    behaviour: 'A URL to visit reaches the host as it is.',
  },
  {
    id: 'ask-url-complete',
    section: '2025-11-25 client/elicitation "Completion Notifications"',
    behaviour: 'The end of a visit is told to the host that was asked.',
    hosts: ['2025-11-25'],
    upstreams: ['2025-11-25'],
  },
  {
    id: 'ask-sampling',
    section: '2025-11-25 client/sampling "Creating Messages"',
    behaviour: 'A request to sample reaches the host as it is, and its message the server.',
  },
  {
    id: 'ask-roots',
    section: '2025-11-25 client/roots "Listing Roots"',
    behaviour: 'The roots of the host reach the server.',
  },
  {
    id: 'ask-roots-changed',
    section: '2025-11-25 client/roots "Root List Changes"',
    behaviour: 'That the roots changed reaches the server.',
    hosts: ['2025-11-25'],
    upstreams: ['2025-11-25'],
  },
  {
    id: 'ask-in-turn',
    section: '2026-07-28 basic/utilities/mrtr',
    behaviour: 'Several questions in a row are answered one after another.',
  },
  {
    id: 'ask-at-once',
    section: '2026-07-28 basic/utilities/mrtr',
    behaviour: 'Several questions at once get each its own answer.',
  },
  {
    id: 'ask-host-error',
    section: '2025-11-25 client/sampling "Error Handling"',
    behaviour: 'An error of the host reaches the server with its code, message and data.',
    hosts: ['2025-11-25'],
    upstreams: ['2025-11-25'],
  },
  {
    id: 'ask-undeclared',
    section: '2025-11-25 client/elicitation "Error Handling"; 2026-07-28 basic "Missing Required Client Capability"',
    behaviour: 'A host is not asked what it did not declare; the server is told, and the connection goes on.',
  },
  {
    id: 'ask-slow',
    section: '2025-11-25 basic/lifecycle "Timeouts"',
    behaviour: 'A user who takes longer than the call may take is waited for.',
  },
  {
    id: 'ask-taken-back',
    section: '2025-11-25 basic/utilities/cancellation',
    behaviour: 'A question that the server takes back is taken back at the host.',
    hosts: ['2025-11-25'],
    upstreams: ['2025-11-25'],
  },
  {
    id: 'ask-two-hosts',
    section: '2025-11-25 client/elicitation',
    behaviour: 'Of two hosts at once each is asked its own question.',
    fronts: ['http'],
  },
  // Results that ask for input.
  {
    id: 'input-rounds',
    section: '2026-07-28 basic/utilities/mrtr',
    behaviour: 'A server that asks in several rounds gets the answers of each.',
    upstreams: ['2026-07-28'],
  },
  {
    id: 'input-come-again',
    section: '2026-07-28 basic/utilities/mrtr',
    behaviour: 'A round without a question only comes again.',
    upstreams: ['2026-07-28'],
  },
  {
    id: 'input-state',
    section: '2026-07-28 basic/utilities/mrtr',
    behaviour: 'The state of a round comes back byte for byte.',
    upstreams: ['2026-07-28'],
  },
  {
    id: 'input-prompt',
    section: '2026-07-28 basic/utilities/mrtr',
    behaviour: 'A prompt may ask, too.',
    upstreams: ['2026-07-28'],
  },
  {
    id: 'input-resource',
    section: '2026-07-28 basic/utilities/mrtr',
    behaviour: 'A resource may ask, too.',
    upstreams: ['2026-07-28'],
  },
  {
    id: 'input-foreign-state',
    section: '2026-07-28 basic/utilities/mrtr',
    behaviour: 'A state that was changed or belongs elsewhere is refused with -32602, and the call still waits.',
    hosts: ['2026-07-28'],
    upstreams: ['2025-11-25'],
  },
  {
    id: 'input-used-state',
    section: '2026-07-28 basic/utilities/mrtr',
    behaviour: 'A state counts once.',
    hosts: ['2026-07-28'],
    upstreams: ['2025-11-25'],
  },
  {
    id: 'input-url-error',
    section: '2025-11-25 client/elicitation "URL Elicitation Required Error"',
    behaviour: 'The error that wants a URL visited first passes as it is.',
    hosts: ['2025-11-25'],
    upstreams: ['2025-11-25'],
  },
  {
    id: 'input-url-retry',
    section: '2025-11-25 client/elicitation "URL Elicitation Required Error"; 2026-07-28 basic/utilities/mrtr',
    behaviour: 'A host of the newer revision is asked to visit the URL, and then the call is made.',
    hosts: ['2026-07-28'],
    upstreams: ['2025-11-25'],
  },
  // Tasks: the core of 2026-07-28 has none.
  {
    id: 'tasks-create',
    section: '2025-11-25 basic/utilities/tasks "Creating Tasks"',
    behaviour: 'A call that asks for a task is answered with one.',
    hosts: ['2025-11-25'],
    upstreams: ['2025-11-25'],
  },
  {
    id: 'tasks-get',
    section: '2025-11-25 basic/utilities/tasks "Getting Tasks"',
    behaviour: 'A task tells its status.',
    hosts: ['2025-11-25'],
    upstreams: ['2025-11-25'],
  },
  {
    id: 'tasks-result',
    section: '2025-11-25 basic/utilities/tasks "Retrieving Task Results"',
    behaviour: 'The result of a task is that of its call.',
    hosts: ['2025-11-25'],
    upstreams: ['2025-11-25'],
  },
  {
    id: 'tasks-list',
    section: '2025-11-25 basic/utilities/tasks "Listing Tasks"',
    behaviour: 'A task is listed.',
    hosts: ['2025-11-25'],
    upstreams: ['2025-11-25'],
  },
  {
    id: 'tasks-cancel',
    section: '2025-11-25 basic/utilities/tasks "Cancelling Tasks"',
    behaviour: 'A task is cancelled, once.',
    hosts: ['2025-11-25'],
    upstreams: ['2025-11-25'],
  },
  {
    id: 'tasks-unknown',
    section: '2025-11-25 basic/utilities/tasks "Error Handling"',
    behaviour: 'A task that nobody has is refused with -32602.',
    hosts: ['2025-11-25'],
    upstreams: ['2025-11-25'],
  },
  {
    id: 'tasks-status',
    section: '2025-11-25 basic/utilities/tasks "Task Status Notification"',
    behaviour: 'The end of a task is told to the host that created it.',
    hosts: ['2025-11-25'],
    upstreams: ['2025-11-25'],
  },
  {
    id: 'tasks-once',
    section: '2025-11-25 basic/utilities/tasks',
    behaviour: 'A call that became a task runs once, however often its result is fetched.',
    hosts: ['2025-11-25'],
    upstreams: ['2025-11-25'],
  },
] as const satisfies readonly Requirement[];
