import type { Requirement } from '../pairing.ts';

/** What has to be kept of what servers offer: the lifecycle, tools, resources, prompts and completions. */
export const FEATURES = [
  // Lifecycle.
  {
    id: 'lifecycle-version',
    section: '2025-11-25 basic/lifecycle "Version Negotiation"; 2026-07-28 server/discover',
    behaviour: 'A host is answered in the version that it speaks.',
  },
  {
    id: 'lifecycle-unknown-version',
    section: '2025-11-25 basic/lifecycle "Version Negotiation"; 2026-07-28 basic "Protocol Version Errors"',
    behaviour: 'A version that nobody speaks is answered with one that the gateway speaks.',
  },
  {
    id: 'lifecycle-capabilities',
    section: '2025-11-25 basic/lifecycle "Capability Negotiation"; 2026-07-28 server/discover',
    behaviour: 'Tools, prompts, resources, subscriptions, logging and completions are declared.',
  },
  {
    id: 'lifecycle-server-info',
    section: '2025-11-25 basic/lifecycle "Initialization"; 2026-07-28 basic "_meta"',
    behaviour: 'The gateway says who it is.',
  },
  {
    id: 'lifecycle-instructions',
    section: '2025-11-25 basic/lifecycle "Initialization"; 2026-07-28 server/discover',
    behaviour: 'The instructions of the server reach the host.',
    knownFailures: [
      {
        where: { host: '2025-11-25', front: 'stdio' },
        reason:
          'Over stdio the host is answered before the servers are up, and the instructions stay what they were then.',
      },
    ],
  },
  {
    id: 'lifecycle-ping',
    section: '2025-11-25 basic/utilities/ping',
    behaviour: 'A ping is answered with an empty result.',
    hosts: ['2025-11-25'],
  },
  {
    id: 'lifecycle-unknown-method',
    section: '2025-11-25 basic "Responses"; 2026-07-28 basic/transports "Method Not Found"',
    behaviour: 'An unknown method is refused with -32601.',
  },
  {
    id: 'lifecycle-other-era',
    section: '2026-07-28 changelog',
    behaviour: 'Methods of the other revision are refused with -32601.',
  },
  {
    id: 'lifecycle-ids',
    section: '2025-11-25 basic "Requests"',
    behaviour: 'An answer carries the id of its request, of the same type, once.',
  },
  {
    id: 'lifecycle-parse-error',
    section: 'JSON-RPC 2.0 "Error object"',
    behaviour: 'What is no JSON is refused with -32700, and the host is served on.',
  },
  {
    id: 'lifecycle-invalid-request',
    section: 'JSON-RPC 2.0 "Error object"',
    behaviour: 'What is no request is refused with -32600, and the host is served on.',
  },
  // Tools.
  {
    id: 'tools-list-complete',
    section: '2025-11-25 server/utilities/pagination',
    behaviour: 'The list has all tools of all pages of the server, each once.',
  },
  {
    id: 'tools-definition',
    section: '2025-11-25 server/tools "Tool"',
    behaviour: 'A definition passes untouched, with what nobody knows in it, but for its name.',
  },
  {
    id: 'tools-order',
    section: '2026-07-28 server/tools "Listing Tools"',
    behaviour: 'The order of a list stays.',
  },
  {
    id: 'tools-cursor',
    section: '2025-11-25 server/utilities/pagination "Error Handling"',
    behaviour: 'A cursor that was never given out is refused with -32602, in every list.',
  },
  {
    id: 'tools-cache-hints',
    section: '2026-07-28 server/utilities/caching',
    behaviour: 'Lists, reads and the discovery say how long they may be kept, and for whom.',
    hosts: ['2026-07-28'],
  },
  {
    id: 'tools-list-changed',
    section: '2025-11-25 server/tools "List Changed Notification"; 2026-07-28 basic/utilities/subscriptions',
    behaviour: 'A change of the tools is told, and the list is the new one.',
  },
  {
    id: 'tools-arguments',
    section: '2025-11-25 server/tools "Calling Tools"',
    behaviour: 'Arguments reach the server exactly, of any depth, script and key.',
  },
  {
    id: 'tools-content',
    section: '2025-11-25 server/tools "Tool Result"',
    behaviour: 'Content of all types passes untouched, with annotations and metadata.',
  },
  {
    id: 'tools-structured',
    section: '2025-11-25 server/tools "Structured Content"',
    behaviour: 'Structured content passes beside its text.',
  },
  {
    id: 'tools-is-error',
    section: '2025-11-25 server/tools "Error Handling"',
    behaviour:
      'A failure that a tool reports stays a result with isError, with the words of the server and the whole error.',
  },
  {
    id: 'tools-unknown',
    section: '2025-11-25 server/tools "Error Handling"',
    behaviour: 'A tool that nobody has is refused with -32602.',
  },
  {
    id: 'tools-error',
    section: '2025-11-25 server/tools "Error Handling"',
    behaviour: 'A protocol error of the server passes with its code, message and data.',
  },
  {
    id: 'tools-vendor-error',
    section: '2025-11-25 basic "Responses"',
    behaviour: "An error with a code of the server's own passes with its code and data.",
    knownFailures: [
      {
        where: {},
        reason:
          'A failed call is answered as a result with isError, which the model can read; the whole error is in its _meta.',
      },
    ],
  },
  {
    id: 'tools-meta-to-server',
    section: '2025-11-25 basic "_meta"',
    behaviour: 'What a host attaches to a call reaches the server.',
  },
  {
    id: 'tools-meta-to-host',
    section: '2025-11-25 basic "_meta"',
    behaviour: 'What a server attaches to a result reaches the host.',
  },
  {
    id: 'tools-at-once',
    section: '2025-11-25 basic "Requests"',
    behaviour: 'Of fifty calls at once each gets its own answer.',
  },
  {
    id: 'tools-large',
    section: '2025-11-25 server/tools "Calling Tools"',
    behaviour: 'A megabyte passes both ways.',
  },
  // Resources.
  {
    id: 'resources-list',
    section: '2025-11-25 server/resources "Listing Resources"',
    behaviour: 'The list has all resources of all pages of the server, each once.',
  },
  {
    id: 'resources-definition',
    section: '2025-11-25 server/resources "Resource"',
    behaviour: 'A definition passes untouched, with what nobody knows in it.',
  },
  {
    id: 'resources-templates',
    section: '2025-11-25 server/resources "Resource Templates"',
    behaviour: 'All templates are listed, and pass untouched.',
  },
  {
    id: 'resources-text',
    section: '2025-11-25 server/resources "Reading Resources"',
    behaviour: 'A text is read as it is, with its metadata.',
  },
  {
    id: 'resources-blob',
    section: '2025-11-25 server/resources "Reading Resources"',
    behaviour: 'Binary content is read as it is.',
  },
  {
    id: 'resources-template-read',
    section: '2025-11-25 server/resources "Resource Templates"',
    behaviour: 'What only a template names can be read.',
  },
  {
    id: 'resources-not-found',
    section: '2025-11-25 and 2026-07-28 server/resources "Error Handling"',
    behaviour: "A resource that nobody has is refused with the code of the host's revision and its URI.",
  },
  {
    id: 'resources-subscribe',
    section: '2025-11-25 server/resources "Subscriptions"; 2026-07-28 basic/utilities/subscriptions',
    behaviour: 'A host hears of each update of the resources that it subscribed to, and of no other.',
  },
  {
    id: 'resources-unsubscribe',
    section: '2025-11-25 server/resources "Subscriptions"; 2026-07-28 basic/utilities/subscriptions',
    behaviour: 'After the end of a subscription nothing more is told.',
  },
  // Prompts.
  {
    id: 'prompts-list',
    section: '2025-11-25 server/prompts "Listing Prompts"',
    behaviour: 'The list has all prompts of all pages of the server, each once.',
  },
  {
    id: 'prompts-definition',
    section: '2025-11-25 server/prompts "Prompt"',
    behaviour: 'A definition passes untouched, with what nobody knows in it, but for its name.',
  },
  {
    id: 'prompts-arguments',
    section: '2025-11-25 server/prompts "Getting a Prompt"',
    behaviour: 'A prompt is filled with the arguments of the host.',
  },
  {
    id: 'prompts-content',
    section: '2025-11-25 server/prompts "PromptMessage"',
    behaviour: 'Messages with content of all types pass untouched.',
  },
  {
    id: 'prompts-unknown',
    section: '2025-11-25 server/prompts "Error Handling"',
    behaviour: 'A prompt that nobody has is refused with -32602.',
  },
  {
    id: 'prompts-missing-argument',
    section: '2025-11-25 server/prompts "Error Handling"',
    behaviour: "The server's refusal of wrong arguments reaches the host.",
  },
  // Completion.
  {
    id: 'completion-prompt',
    section: '2025-11-25 server/utilities/completion "Requesting Completions"',
    behaviour: 'An argument of a prompt is completed.',
  },
  {
    id: 'completion-template',
    section: '2025-11-25 server/utilities/completion "Requesting Completions"',
    behaviour: 'A variable of a resource template is completed.',
  },
  {
    id: 'completion-context',
    section: '2025-11-25 server/utilities/completion "Requesting Completions"',
    behaviour: 'The arguments that are known already reach the server.',
  },
  {
    id: 'completion-more',
    section: '2025-11-25 server/utilities/completion "Completion Results"',
    behaviour: 'The number of all values, and that there are more, reaches the host.',
  },
] as const satisfies readonly Requirement[];
