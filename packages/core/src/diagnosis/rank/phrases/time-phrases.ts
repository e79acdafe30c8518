import { anyOf } from '../matching/any-of.ts';
import type { Phrase } from './phrase.ts';

/** How a call was given up. */
export const CANCEL_PHRASES: readonly Phrase[] = [
  {
    kind: 'timeout',
    code: 'CALL_TIMEOUT',
    corrects: true,
    text: anyOf`
      \b(?:operation|request|signal) (?:was |is )?aborted due to (?:a )?timeout\b
      ^timeouterror\b
    `,
  },
  {
    kind: 'cancelled',
    code: 'CALL_CANCELLED',
    corrects: true,
    text: anyOf`
      \baborterror\b
      \boperation was aborted\b
      \boperation (?:was )?cancell?ed\b
      \buser (?:has )?(?:cancell?ed|aborted|declined|rejected|denied)\b
      \b(?:cancell?ed|aborted|declined|rejected|denied) by (?:the )?(?:user|client|caller|host|you)\b
      \bcancell?ed on (?:the )?client\b
      ^(?:1 )?cancell?ed(?:$|[.!:])
      \bcode ?[=:] ?cancell?ed\b
      \bstatuscode\.cancell?ed\b
      \b\w*(?:coroutine|deferred) (?:was|is) cancell?ed\b
      \b(?:request|call|task|query|execution|tool call|elicitation|action|command|confirmation|prompt|dialog) (?:was |has been )?(?:cancell?ed|aborted|declined)\b
      \bconfirmation (?:was )?(?:denied|rejected|refused|not (?:given|received))\b
      \bdue to user request\b
      ^operation aborted[.!]?$
      \bcontext cancell?ed\b
      \bclient cancell?ed\b
      \bquery execution was interrupted\b
      ^interrupted[.!]?$
      \b(?:execution|run|task|generation|request|job) (?:was )?(?:stopped|interrupted|terminated) by (?:the )?user\b
      \bkeyboardinterrupt\b
    `,
    unless: anyOf`
      \bmax(?:imum)?[ _](?:statement|execution)[ _]time\b
      \bdisconnect
    `,
  },
];

/** No answer in time. */
export const TIMEOUT_PHRASES: readonly Phrase[] = [
  {
    kind: 'timeout',
    code: 'UPSTREAM_TIMEOUT',
    corrects: true,
    text: anyOf`
      \btimed[ -]?out\b
      \b(?:context )?deadline exceeded\b
      \btimeout (?:of )?\d
      \btimeout \(
      \btimeout (?:exceeded|error|expired|reached|occurred|executing|calling|running|fetching|loading|processing|after|waiting|while|during|has|was|period|limit)\b
      \b(?:request|read|response|gateway|statement|query|operation|execution|navigation|idle|lock|socket|server|api|upstream|http|tool|search|session|command) time-?out\b
      \btimeout (?:while )?(?:reading|writing|sending|receiving|querying|requesting|awaiting|invoking|acquiring|performing)\b
      \btook too long\b
      \bdid not (?:respond|complete|finish|answer) (?:in|within)\b
      \bno response (?:received )?(?:in|within|after)\b
      \bexceeded (?:the )?(?:maximum )?(?:execution )?(?:time(?: limit)?|timeout)\b
      \bmax(?:imum)?[ _](?:statement|execution)[ _]time\b
      \btime limit exceeded\b
      \breceived no data for\b
      (?:^|: )timeout[.!]?$
      \bexecution expired\b
      \bread ?timeout\b
      \bdeadline has elapsed\b
      \bmax(?:imum)? (?:number of )?(?:poll(?:ing|s)?|wait) attempts\b
      \bgave up (?:waiting|after \d+ ?(?:s|sec|seconds|ms|minutes))\b
      \btook longer than \d
      \bnot received in time\b
      \b(?:did not|didn't) (?:complete|finish|respond|return) (?:before|by) (?:the )?(?:deadline|timeout|time)\b
      \bwaiting for (?:selector|element|function|navigation) .{1,100} failed\b
      \btimed out awaiting\b
      \bfailed: \d+ ?ms exceeded\b
      \bwaiting failed\b
      \bstream timeout\b
      \binvocation_timeout\b
      \bexceeded time limit\b
      \btimeout: \d
      \bmax(?:imum)? (?:execution )?time of \d
    `,
    unless: anyOf`
      \btimeout (?:must|should|is not|parameter|value)\b
      \binvalid timeout\b
    `,
  },
];

/** There, and not able to serve. */
export const UNAVAILABLE_PHRASES: readonly Phrase[] = [
  {
    kind: 'unavailable',
    code: 'SERVER_UNAVAILABLE',
    corrects: true,
    text: anyOf`
      \b(?:service|server|api|system|site|website|resource|backend|endpoint|model|engine) (?:is |are )?(?:temporarily |currently |momentarily )?(?:unavailable|overloaded|down|busy|offline)\b
      \b(?:temporarily|currently|momentarily) (?:unavailable|overloaded|offline|down|unable to handle)\b
      \boverloaded(?:_error)?\b
      \b(?:under|scheduled|undergoing|for|in|down for) maintenance\b
      \bmaintenance mode\b
      \bbad gateway\b
      \b(?:is|are) (?:still |currently )?(?:starting up|shutting down|warming up|waking up|loading|reloading|restarting|rebooting|booting|recompiling)\b
      \btoo many (?:clients|connections)\b
      \bno healthy upstream\b
      \bupstream connect error\b
      \bremaining connection slots\b
      \bloading the dataset\b
      \bmasterdown\b
      \bclusterdown\b
      \bserver is (?:not ready|restarting)\b
      \bnot (?:yet )?ready\b
      \bno server (?:is )?available\b
      \bat (?:full )?capacity\b
      \bover capacity\b
      \bmodel is (?:currently )?loading\b
      \bnot primary\b
      \bnot master\b
      \bno primary\b
      \bnode is recovering\b
      \bcircuit breaker\b.{0,40}\bopen\b
      \bweb server is (?:down|returning an unknown error)\b
      \bhost error\b
      \bcluster_block_exception\b
      \bmax_workers\b
      \bcannot assign requested address\b
      \btry again later\b(?=[^a-z]*$)
      \bdatabase (?:system )?is (?:starting up|shutting down|in recovery mode|paused)\b
      \b(?:high|heavy) (?:load|demand|traffic)\b
      \binvalid response was received from the upstream\b
      \bring-balancer\b
      \bapplication failed to respond\b
      \bredis is busy\b
      \bnot_?(?:a_)?leader\b
      \bleader (?:is )?not available\b
      \bmemory limit\b.{0,20}\bexceeded\b
      \bno connection established\b
      \borigin (?:is )?unreachable\b
      \bserver is (?:too )?busy\b
      \bengine is (?:currently )?overloaded\b
      \bqueue is full\b
      \bshutting down\b
      \bfailing over\b
      \bnot enough (?:in-sync )?replicas\b
      \bno (?:available|healthy) (?:server|backend|upstream|instance|worker|node|host|replica)s?\b
      \bno (?:server|backend|upstream|instance|worker|replica)s? (?:is |are )?(?:currently )?available\b
      \bmax(?:imum)? number of clients\b
      \btoo many (?:open )?connections\b
      \bcapacity exceeded\b
      \bmodel (?:is )?(?:still )?loading\b
      ^misconf\b
      \bno responders\b
      \bworker exceeded resource limits\b
      \berror code: 1102\b
      \btoo many open files\b
      \bresource temporarily unavailable\b
      \b(?:device|host|node|agent|runner|printer|camera|machine|robot|bot) (?:is |was |seems |appears )?(?:to be )?(?:currently )?(?:offline|not responding|unresponsive)\b
      \b(?:session|instance|editor|backend|worker|runtime|bridge|server|service) (?:is )?(?:currently |temporarily )?not (?:yet )?available\b
    `,
    unless: anyOf`
      \bfeature is (?:currently |temporarily )?unavailable (?:on|for|in) (?:your|this) plan\b
    `,
  },
];
