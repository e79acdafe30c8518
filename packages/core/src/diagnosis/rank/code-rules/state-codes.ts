import { anyOf } from '../matching/any-of.ts';
import type { CodeRule } from './code-rule.ts';

/** Codes that speak of permissions and of the present state of things. */
export const STATE_CODES: readonly CodeRule[] = [
  // Permissions
  {
    words: anyOf`
      \bread ?only\b
    `,
    kind: 'permission',
    code: 'READ_ONLY_MODE',
  },
  {
    words: anyOf`
      \b(?:insufficient|missing|no|lacks?|not enough|required|invalid|wrong) (?:\w+ ){0,2}(?:scopes?|permissions?|privileges?|rights|access|authorization|role)\b
      \bscopes? (?:\w+ )?(?:insufficient|missing|required|not granted|not permitted)\b
      \b(?:scope|permission) (?:denied|error)\b
    `,
    kind: 'permission',
    code: 'SCOPE_MISSING',
  },
  {
    words: anyOf`
      \b(?:access|permission|action|operation|request|authorization) (?:\w+ )?(?:denied|forbidden|blocked|restricted|not granted|not allowed|not permitted)\b
      \bforbidden\b
      \bauthorization (?:\w+ )?(?:failed|failure|error)\b
      \bfeature not available\b
      \bdisallowed by\b
      \bnot (?:allowed|permitted|authorized)\b
      \bunauthorized (?:operation|access|action|tool|method|resource|domain|ip|region|scope)\b
      \brestricted\b
      \bdenied\b
      \bnot in channel\b
      \bcant? \w+
      \bpolicy\b
      \bsaml\b
      \bsso\b
      \bip (?:\w+ )?(?:blocked|denied|not allowed|banned)\b
      \bbanned\b
      \bblocked\b
      \bprivate\b
      \bno permission\b
      \bnot (?:the )?(?:owner|member|admin)\b
      \b(?:admin|administrator|owner|moderator|membership) (?:\w+ )?required\b
      \bmissing access\b
      \bprohibited\b
    `,
    kind: 'permission',
    code: 'PERMISSION_DENIED',
  },
  // State
  {
    words: anyOf`
      \bunable to lock\b
      \bdeadlock
      \bserialization (?:failure|error)
      \btransaction (?:conflict|aborted|canceled|cancelled)
      \bwrite conflict\b
      \block (?:timeout|wait|not available)
      \bsqlite busy\b
      \bdatabase (?:is )?locked\b
      \boptimistic lock
      \btry again\b
      \boperation aborted\b
      \bconcurrent (?:modification|update|append|transaction)
    `,
    kind: 'conflict',
    code: 'TRANSACTION_CONFLICT',
    retryable: true,
  },
  {
    words: anyOf`
      \balready (?:exists?|taken|registered|created|used)\b
      \bduplicate\b
      \bduplicated\b
      (?<!not )\bexists\b
      \bname taken\b
      \balready\b
      \btaken\b
      \bunique (?:constraint|violation)
      \beexist\b
      \bentity exists\b
    `,
    kind: 'conflict',
    code: 'ALREADY_EXISTS',
  },
  {
    words: anyOf`
      \bconflict\b
      \b(?:card|instrument|payment|charge|transaction) (?:\w+ )?declined\b
      \bversion mismatch\b
      \barchived\b
      \bpre ?condition\b
      \bbeing \w+ed\b
      \bcondition(?:al)? (?:check|request) failed\b
      \bstale\b
      \boptimistic\b
      \bin use\b
      \blocked\b
      \bnot empty\b
      \b(?:invalid|illegal|incorrect|wrong|unexpected) (?:\w+ )?(?:state|status|transition|instance state)\b
      \btransition\b
      \bimmutable\b
      \bout of date\b
      \betag\b
      \brevision\b
      \bread replica\b
      \bhas (?:dependents|children)\b
      \bdependency violation\b
      \bnot mergeable\b
      \bmerge\b
    `,
    kind: 'conflict',
    code: 'STATE_CONFLICT',
  },
];
