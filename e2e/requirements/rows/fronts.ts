import type { Requirement } from '../pairing.ts';

/** What has to be kept of how a gateway is reached over HTTP and over stdio. */
export const FRONTS = [
  // The HTTP front.
  {
    id: 'http-session-id',
    section: '2025-11-25 basic/transports "Session Management"',
    behaviour: 'A session gets an id of its own, of visible ASCII.',
    hosts: ['2025-11-25'],
    fronts: ['http'],
  },
  {
    id: 'http-session-end',
    section: '2025-11-25 basic/transports "Session Management"',
    behaviour: 'A host may end its session; it is unknown then.',
    hosts: ['2025-11-25'],
    fronts: ['http'],
  },
  {
    id: 'http-session-unknown',
    section: '2025-11-25 basic/transports "Session Management"',
    behaviour: 'An unknown session is refused with 404.',
    hosts: ['2025-11-25'],
    fronts: ['http'],
  },
  {
    id: 'http-session-missing',
    section: '2025-11-25 basic/transports "Session Management"',
    behaviour: 'A request without its session is refused with 400.',
    hosts: ['2025-11-25'],
    fronts: ['http'],
  },
  {
    id: 'http-version-unknown',
    section: '2025-11-25 basic/transports "Protocol Version Header"',
    behaviour: 'A version that nobody speaks is refused with 400.',
    fronts: ['http'],
  },
  {
    id: 'http-origin',
    section: '2025-11-25 basic/transports "Security Warning"',
    behaviour: 'A foreign Origin is refused with 403.',
    fronts: ['http'],
  },
  {
    id: 'http-host',
    section: '2025-11-25 basic/transports "Security Warning"',
    behaviour: 'A foreign Host is refused with 403.',
    fronts: ['http'],
  },
  {
    id: 'http-accept',
    section: '2025-11-25 basic/transports "Sending Messages to the Server"',
    behaviour: 'A host that can not take both kinds of answer is refused with 406.',
    fronts: ['http'],
  },
  {
    id: 'http-notification',
    section: '2025-11-25 basic/transports "Sending Messages to the Server"',
    behaviour: 'A notification is answered with 202 and nothing.',
    hosts: ['2025-11-25'],
    fronts: ['http'],
  },
  {
    id: 'http-resume',
    section: '2025-11-25 basic/transports "Resumability and Redelivery"',
    behaviour: 'A stream that broke goes on behind the last event that the host got.',
    hosts: ['2025-11-25'],
    fronts: ['http'],
  },
  {
    id: 'http-get-without-session',
    section: '2025-11-25 basic/transports "Listening for Messages from the Server"',
    behaviour: 'There is no stream of the server without a session.',
    fronts: ['http'],
  },
  {
    id: 'http-headers-missing',
    section: '2026-07-28 basic/transports "Standard Request Headers"',
    behaviour: 'A request without a header that it needs is refused with -32020.',
    hosts: ['2026-07-28'],
    fronts: ['http'],
  },
  {
    id: 'http-headers-disagree',
    section: '2026-07-28 basic/transports "Server Validation"',
    behaviour: 'A request whose headers say something else is refused with -32020.',
    hosts: ['2026-07-28'],
    fronts: ['http'],
  },
  {
    id: 'http-param-headers-to-server',
    section: '2026-07-28 basic/transports "Custom Headers from Tool Parameters"',
    behaviour: 'Arguments that a server wants in headers are sent there.',
    upstreams: ['2026-07-28'],
    links: ['http'],
  },
  {
    id: 'http-param-headers-checked',
    section: '2026-07-28 basic/transports "Server Validation"',
    behaviour: 'Arguments that have to stand in headers are compared with these.',
    hosts: ['2026-07-28'],
    fronts: ['http'],
  },
  // The stdio front.
  {
    id: 'stdio-messages-only',
    section: '2025-11-25 basic/transports "stdio"',
    behaviour: 'Nothing but messages goes to stdout, one a line, whatever a server prints.',
    fronts: ['stdio'],
    links: ['stdio'],
  },
  {
    id: 'stdio-ends',
    section: '2025-11-25 basic/lifecycle "Shutdown"',
    behaviour: 'The gateway ends with its input, with exit code 0, in the middle of a call, too.',
    fronts: ['stdio'],
  },
] as const satisfies readonly Requirement[];
