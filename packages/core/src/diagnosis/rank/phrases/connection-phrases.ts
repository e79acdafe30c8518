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
      \b(?:page|tab|browser|renderer|target|guest) (?:has |was )?crashed\b
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
      \bdatabase is (?:closed|not open)\b
      \bbad connection\b
      \b(?:not possible|impossible) to (?:connect|reach)\b
      \bmax retries per request\b
      \bmax(?:imum)? (?:number of )?reconnect(?:ion)? attempts\b
      \bstream isn't writeable\b
      \bfailed to refresh slots cache\b
      \bno ?brokers? ?available\b
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
      \bconnect call failed\b
      \bos error (?:111|61|10061|104|54|10054|113|101)\b
      \b(?:cannot|could not|couldn't|unable to|failed to) open (?:an? |the )?connection\b
      \bcouldn't (?:connect|reach)\b
      \bunable to retrieve routing information\b
      \b(?:could not|couldn't|cannot|failed to|unable to) (?:send|receive) (?:data|startup packet|ssl negotiation packet)\b
      \bno devices/emulators found\b
      \bno active connection to\b
      \bconnection to \S{1,60}(?: \S{1,40}){0,3} (?:was |has been )?(?:lost|dropped|interrupted)\b
      \btransport is closing\b
      \bclient is not running\b
      \berror trying to connect\b
      \b(?:due to|because of|caused by) (?:an? |the |some )?(?:\w+ ){0,2}(?:connection|network|connectivity|dns) (?:issue|problem|error|failure|outage)
      \b(?:connection|connectivity) (?:issue|problem)s?\b
      \bwebsocket (?:is |was )?not (?:yet )?(?:open|connected|ready)\b
      \bwebsocket connection\b.{0,120}\b(?:failed|closed|error|refused|lost)\b
      \b(?:unable to|failed to|cannot|can't|could not|couldn't) (?:communicate|talk) with\b
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
      \berror sending request\b
      \bincompletemessage\b
      \bclient error \((?:sendrequest|connect)\)
      \berror reading a body from connection\b
      \bssh protocol banner\b
    `,
    unless: anyOf`
      \bno response (?:was |has been )?received (?:in|within|after)\b
      \btimed out\b
      \btimeout\b
      \bdeadline\b
    `,
  },
  {
    // A program on the same machine that somebody has to start: an editor, a browser, a daemon.
    kind: 'connection',
    code: 'CONNECTION_FAILED',
    text: anyOf`
      \b(?:make sure|ensure|check|verify|confirm)(?: that| whether| if)? (?:\S{1,60} ){0,6}(?:is|are) (?:\w+ )?(?:running|reachable|online|listening)\b
      \b(?:make sure|ensure|check|verify|confirm)(?: that| whether| if)? it's (?:\w+ )?(?:running|reachable|online|listening)\b
      \b(?:is|are) (?:it|the \w+|\w+) (?:up|running|open|started)\?
      \b(?:could not|couldn't|cannot|can't|unable to|failed to) (?:find|discover|detect|locate|see) (?:an? |any |the )?(?:\w+ ){0,2}(?:running|active|live) \w
      \b(?:could not|couldn't|cannot|can't|unable to|failed to) (?:discover|detect) (?:an? |any |the )?(?:\S{1,40} ){0,3}(?:server|instance|service|daemon|bridge|backend)\b
      \b(?:could not|couldn't|cannot|can't|unable to|failed to) attach to (?:the )?(?:\w+ )?server\b
      \bno (?:running|live) (?:\S{1,40} ){0,3}(?:instance|server|browser|editor|daemon|app|application)s?\b
      \b(?:server|daemon|service|app|application|editor|backend|bridge|simulator|emulator|desktop|browser|addon|add-on|ollama|docker|chrome|blender|unity|figma|obsidian|anki|sketchup|freecad|godot|unreal) (?:is not|isn't|is n't) (?:currently |yet )?running\b
    `,
    unless: anyOf`
      \balready running\b
    `,
  },
];
