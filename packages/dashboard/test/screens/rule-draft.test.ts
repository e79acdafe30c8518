import type { RuleView } from '@seawall/admin-api';
import { describe, expect, it } from 'vitest';
import { draftOf, draftSnippet, readDraft, toRuleBody, writeDraft } from '../../src/screens/alerts/rule-draft.ts';

const RULE: RuleView = {
  name: 'slow',
  isEnabled: true,
  isBuiltIn: false,
  severity: 'critical',
  condition: 'words',
  when: 'latency',
  threshold: 2500,
  windowMs: 600_000,
  minimumCalls: 20,
  servers: ['jira', 'tav*'],
  forMs: 90_000,
  keepFiringForMs: 0,
  pending: 0,
  firing: 0,
};

describe('a rule in the making', () => {
  it('is the rule that it began with, by way of the address too', () => {
    const { name, when, threshold, windowMs, minimumCalls, servers, forMs, keepFiringForMs } = RULE;
    const draft = readDraft(writeDraft(draftOf(RULE)));
    expect(draft).toMatchObject({ threshold: '2.5', windowS: '600', servers: 'jira, tav*', severity: 'critical' });
    expect(toRuleBody(draft)).toEqual({
      name,
      when,
      threshold,
      windowMs,
      minimumCalls,
      servers,
      forMs,
      keepFiringForMs,
    });
  });

  it('leaves out what is not filled in, and what its condition does not look at', () => {
    const draft = readDraft('when=circuit-open&threshold=7&windowS=60&minimumCalls=9&forS=&keepS=abc&servers=%20,');
    expect(toRuleBody(draft)).toEqual({ name: 'my-rule', when: 'circuit-open' });
  });

  it('takes percents as shares without a rest', () => {
    expect(toRuleBody(readDraft('when=error-rate&threshold=1.1'))).toMatchObject({ threshold: 0.011 });
  });

  it('begins anew where the address says what no rule is', () => {
    expect(readDraft('when=toString&severity=loud')).toEqual(readDraft(''));
  });

  it('is put into the configuration under its name', () => {
    expect(JSON.parse(draftSnippet(readDraft('when=errors&threshold=3&name=few&severity=info')))).toEqual({
      seawall: { alerts: { rules: { few: { when: 'errors', threshold: 3, severity: 'info' } } } },
    });
  });
});
