import { anyOf } from '../matching/any-of.ts';
import type { Phrase } from './phrase.ts';

/** Connections that could not be made, or broke. */
export const CONNECTION_PHRASES: readonly Phrase[] = [
  {
    kind: 'connection',
    code: 'CONNECTION_TIMEOUT',
    corrects: true,
    text: anyOf`
      \bconnect(?:ion)? (?:attempt )?(?:to \S{1,200} )?timed? ?out\b
      \bconnect timeout\b
      \btimeout (?:while )?connecting to\b
      \bconnection timeout\b
      \bdial tcp\b.{0,200}\bi/o timeout\b
      \betimedout\b
      \bfailed to connect to \S{1,200}.{0,40}timed? ?out\b
      \berr_connection_timed_out\b
      \bserver selection timed out\b
      \bserverselectiontimeout\b
      \bconnect to \S{1,200} failed: (?:connection|operation) timed out\b
      \bconnected party did not properly respond\b
      \bopentimeout\b
      \bopen_timeout\b
    `,
  },
  {
    kind: 'connection',
    code: 'HOST_NOT_FOUND',
    corrects: true,
    text: anyOf`
      \bgetaddrinfo\b
      \bno such host\b
      \b(?:name|node ?name) (?:or service|nor servname)\b
      \bcould not resolve (?:host|hostname|proxy)\b
      \bname resolution\b(?!: [\d.]+ ?s)
      \bunknown host\b
      \bdns (?:lookup|error|resolution|failure)
      \berr_name_not_resolved\b
      \bfailed to resolve:? (?:the )?(?:host|address|domain|dns|ip)
      \bfailed to resolve:? ['"(]?[\w-]{1,60}\.[\w.-]{2}
      \bno address associated\b
      \bunknownhostexception\b
      \bfailed to lookup address\b
      \bnxdomain\b
      \bserver misbehaving\b
      \bremote name could not be resolved\b
      \bdns resolver\b
      \bhostname (?:could not be|cannot be) resolved\b
    `,
  },
  {
    kind: 'connection',
    code: 'CONNECTION_REFUSED',
    corrects: true,
    text: anyOf`
      \bconnection (?:was )?refused\b
      \beconnrefused\b
      \berr_connection_refused\b
      \bactively refused\b
      \btns:no listener\b
      \bwas refused\b
    `,
    unless: anyOf`
      \blogin was refused\b
    `,
  },
  {
    kind: 'connection',
    code: 'HOST_UNREACHABLE',
    corrects: true,
    text: anyOf`
      \b(?:network|host) is unreachable\b
      \bno route to host\b
      \behostunreach\b
      \benetunreach\b
      \berr_(?:internet_disconnected|address_unreachable|network_changed)\b
    `,
  },
  {
    kind: 'connection',
    code: 'CONNECTION_RESET',
    corrects: true,
    text: anyOf`
      \bconnection (?:was )?(?:reset|aborted|forcibly closed|broken)\b
      \beconnreset\b
      \bsocket hang ?up\b
      \bstream has been aborted\b
      \bbroken pipe\b
      \bepipe\b
      \bother side closed\b
      \bpeer (?:closed|reset)\b
      \bconnection reset by peer\b
      \bserver disconnected\b
      \bremote end closed\b
      \bremotedisconnected\b
      \berr_(?:connection_(?:reset|closed|aborted)|empty_response|http2_protocol_error|socket_not_connected)\b
      \bforcibly closed\b
      \bincomplete chunked read\b
      \bunexpected eof\b
      \beof occurred in violation\b
      \bempty reply from server\b
      \bpremature close\b
      \b(?:stream|response|connection) ended (?:before|unexpectedly|prematurely)\b
      \bclosed the connection\b
      \bsocket (?:was |is )?(?:closed|disconnected)\b
      \bstream disconnected\b
      \bprotocol error\b.{0,60}\b(?:target|session|page|browser) (?:is |was |has been )?(?:closed|crashed|detached)\b
      : eof$
      \bterminated$
      \bbad record mac\b
      \buse of closed network connection\b
      \bterminated the handshake\b
      \bunexpected end of file from server\b
      \bserver sent goaway\b
      \breceived rst_stream\b
      \bserver closed idle connection\b
      \b(?:connection|stream) (?:was )?closed before\b
      \bclient network socket disconnected\b
      \beof detected\b
      \bsyscall error\b
      \bstream error: stream id \d+; (?:cancel|refused_stream|protocol_error|enhance_your_calm)\b
    `,
  },
  {
    kind: 'connection',
    code: 'CONNECTION_CLOSED',
    corrects: true,
    text: anyOf`
      ^(?:connection|transport|client) (?:was |is )?closed\.?$
      ^not connected\.?$
    `,
  },
  {
    kind: 'connection',
    code: 'PROCESS_EXITED',
    text: anyOf`
      \bprocess (?:has )?(?:exited|terminated|died|crashed)\b
      \bexited (?:unexpectedly|with (?:code|status|signal))
      \bchild process\b.{0,40}\b(?:exited|died|closed)\b
      \bserver process\b.{0,40}\b(?:exited|died)\b
      \btarget (?:page, context or browser|closed|crashed)
      \bbrowser has (?:been closed|disconnected)\b
      \bpage crashed\b
      \bsession closed\b
      \b(?:server|process|subprocess) (?:has |was )?(?:shut ?down|stopped|quit|ended|closed) unexpectedly\b
      (?:^|: )(?:mcp )?client closed[.!]?$
      \b(?:transport|channel|connection|stream){1,2}closed\b
      ^failed to send (?:the )?(?:mcp |http |json-?rpc )?request(?: to (?:the )?(?:mcp )?server)?[.!]?$
      \bfailed to (?:wait for|receive|get) (?:the )?(?:message |sse )?endpoint(?: event)?\b
    `,
    only: 'transport',
  },
  {
    kind: 'connection',
    code: 'CONNECTION_FAILED',
    corrects: true,
    text: anyOf`
      \bfetch failed\b(?! with)
      \bfailed to fetch$
      \bnetwork (?:request failed|error|connection (?:lost|error))\b
      \bfailed to establish a new connection\b
      \bmax retries exceeded with url\b
      \berror sending request for url\b
      \b(?:could not|cannot|can't|unable to|failed to) (?:connect|reach)\b(?! (?:the )?(?:issue|limit))
      \bconnection (?:was )?(?:closed|lost|terminated|failed|dropped|error|ended)\b
      \bconnection to (?:the )?(?:server|database|host|remote)\b.{0,120}\b(?:failed|lost|closed)\b
      \bnot connected\b
      \b(?:transport|stream|channel|pipe) (?:is |was |has been )?closed\b
      \blost connection\b
      \bnetwork-related\b
      \bbroker transport failure\b
      \bestablishing (?:an? |the )?(?:\w+ ){0,2}connection\b
      \bconnection is (?:already )?closed\b
      \bconnection not (?:open|available)\b
      \bno connection (?:could be made|to|available)\b
      \bis the docker daemon running\b
      \bcommunications link failure\b
      \bserver has gone away\b
      \bis unreachable\b
      \bunreachable\b
      \bnot reachable\b
      \bwrite after end\b
      \btunneling socket could not be established\b
      \bproxy (?:error|connection failed)\b
      \ball connection attempts failed\b
      \bconnection pool\b
      \bclosed client\b
      \bclient (?:is|was|has been) (?:already )?closed\b
      \b(?:can't|cannot|can not) contact\b
      \bfailed to connect\b
      \bsession is closed\b
      \btransport is closing\b
      \bclient is not running\b
      \berror trying to connect\b
    `,
    unless: anyOf`
      \bread timed out\b
      \bnot connected to (?:a |the |any )?(?:channel|workspace|repository|project)\b
      \bunreachable code\b
    `,
  },
  {
    kind: 'connection',
    code: 'CONNECTION_FAILED',
    corrects: true,
    text: anyOf`
      \bno response (?:was |has been )?received\b
    `,
    unless: anyOf`
      \bno response (?:was |has been )?received (?:in|within|after)\b
      \btimed out\b
      \btimeout\b
      \bdeadline\b
    `,
  },
];
