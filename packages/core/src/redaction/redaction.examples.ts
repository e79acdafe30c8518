// The examples of docs/redaction.md and of the doc comments of redaction, type-checked.
import { redact, redactConfigured, redactText, registerRedactionRules, registerSecrets } from '../index.ts';

export function redactOnce(token: string, key: string): void {
  redact({ server: 'jira', config: { apiToken: token, timeoutMs: 30000 } });
  // { server: 'jira', config: { apiToken: '[REDACTED:token]', timeoutMs: 30000 } }

  redactText(`GET https://example.com/search?api_key=${key}&limit=5 failed`);
  // 'GET https://example.com/search?api_key=[REDACTED:api-key]&limit=5 failed'
}

export function hideConfigured(token: string): void {
  using secrets = registerSecrets([token]);
  redactConfigured({ password: 'is kept', text: `Bearer ${token}` });
  // { password: 'is kept', text: 'Bearer [REDACTED:configured]' }
  secrets.update([]);
}

export function addRules(): void {
  using rules = registerRedactionRules([
    { name: 'customer', keys: ['customerId'], marker: '[CUSTOM_REDACTED]' },
    { name: 'ticket', pattern: /\bTCK-\d{4,6}\b/ },
  ]);
  rules.update([]);
}
