import type { SecurityLevel } from '../configuration.ts';
import type { Finding } from '../finding.ts';
import type { SecuritySubject } from './security-rule.ts';
import { SECURITY_RULES } from './security-rules.ts';

/** Applies every rule of {@link SECURITY_RULES} at a level: refusals are errors, the rest warnings or nothing. */
export function checkSecurity(subject: SecuritySubject & { readonly level: SecurityLevel }): readonly Finding[] {
  const { level, path } = subject;
  return SECURITY_RULES.flatMap((rule): readonly Finding[] => {
    const action = rule[level];
    if (action === '-') return [];
    return rule.find(subject).map((match): Finding => {
      const about = {
        path: [...path, ...match.at],
        message: match.what,
        ...(match.value === undefined ? {} : { value: match.value }),
      };
      if (action === 'warn') return { severity: 'warning', ...about };
      const hint = `${rule.remedy} To allow it for this server, set its seawall.security to "${level === 'strict' ? 'moderate" or "permissive' : 'permissive'}".`;
      return { severity: 'error', code: 'CONFIG_POLICY_REFUSED', hint, allowed: rule.allowed, ...about };
    });
  });
}
