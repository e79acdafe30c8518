import type { Pack } from './pack.ts';
import { toolTable } from './tool-table.ts';

const CONTENT = { returnsContent: true } as const;

/** HubSpot: `category` says what failed, `policyName` which limit was reached. */
export const HUBSPOT_PACK: Pack = {
  name: 'hubspot',
  title: 'HubSpot',
  servers: ['hubspot', 'hubapi'],
  tools: [
    ...toolTable(
      'read',
      `hubspot-get-user-details|get_user_details hubspot-list-properties|get_properties hubspot-get-property hubspot-get-schemas
      hubspot-get-association-definitions hubspot-list-associations hubspot-get-link hubspot-generate-feedback-link
      hubspot-list-workflows hubspot-get-workflow hubspot_list_owners search_owners`,
    ),
    ...toolTable(
      'read',
      `hubspot-list-objects|list_objects hubspot-search-objects|search_crm_objects hubspot-batch-read-objects|get_crm_objects
      hubspot-get-engagement hubspot_get_active_companies hubspot_get_active_contacts hubspot_get_company_activity
      hubspot_get_recent_conversations hubspot_get_tickets hubspot_get_ticket_conversation_threads hubspot_search_data
      hubspot_get_contacts hubspot_get_companies hubspot_get_recent_engagements`,
      { ...CONTENT, timeoutMs: 60_000 },
    ),
    ...toolTable(
      'write',
      'hubspot-batch-create-objects hubspot_create_contact hubspot_create_company manage_crm_objects',
      {
        verifyWith: 'hubspot-search-objects',
      },
    ),
    ...toolTable('idempotent-write', 'hubspot-batch-update-objects', { verifyWith: 'hubspot-batch-read-objects' }),
    ...toolTable('idempotent-write', 'hubspot-batch-create-associations', { verifyWith: 'hubspot-list-associations' }),
    ...toolTable('write', 'hubspot-create-property', { verifyWith: 'hubspot-get-property' }),
    ...toolTable('idempotent-write', 'hubspot-update-property', { verifyWith: 'hubspot-get-property' }),
    ...toolTable('write', 'hubspot-create-engagement', { verifyWith: 'hubspot-search-objects' }),
    ...toolTable('idempotent-write', 'hubspot-update-engagement', { verifyWith: 'hubspot-get-engagement' }),
  ],
  rules: [
    {
      when: { text: /\bdaily (?:API )?(?:call )?limit\b|\bpolicyName\W{1,6}DAILY\b|\breached your daily limit\b/i },
      then: {
        kind: 'quota',
        code: 'QUOTA_EXCEEDED',
        advice: 'The calls of the day are used up for all apps of the account: go on after midnight in its time zone.',
      },
    },
    { when: { vendorCode: 'RATE_LIMITS' }, then: { kind: 'rate_limit', code: 'RATE_LIMITED', retryable: true } },
    {
      when: { text: /\bTEN_SECONDLY_ROLLING\b|\bSECONDLY\b/ },
      then: { kind: 'rate_limit', code: 'RATE_LIMITED', retryable: true },
    },
    {
      when: { vendorCode: 'EXPIRED_AUTHENTICATION' },
      then: {
        kind: 'authentication',
        code: 'CREDENTIALS_EXPIRED',
        reason: 'expired',
        advice: 'Connect {server} with HubSpot again: access tokens of OAuth last half an hour.',
      },
    },
    {
      when: { vendorCode: 'INVALID_AUTHENTICATION', text: /\bcredentials not found\b/i },
      then: { kind: 'authentication', code: 'CREDENTIALS_MISSING', reason: 'missing' },
    },
    {
      when: { vendorCode: 'INVALID_AUTHENTICATION' },
      then: { kind: 'authentication', code: 'CREDENTIALS_INVALID', reason: 'invalid' },
    },
    {
      when: { vendorCode: 'MISSING_SCOPES' },
      then: {
        kind: 'permission',
        code: 'SCOPE_MISSING',
        advice:
          'Add the scope that HubSpot names under requiredGranularScopes to the private app, and use its new token.',
      },
    },
    { when: { vendorCode: 'BANNED' }, then: { kind: 'permission', code: 'PERMISSION_DENIED' } },
    { when: { vendorCode: 'OBJECT_NOT_FOUND' }, then: { kind: 'not_found', code: 'ITEM_NOT_FOUND' } },
    {
      when: { text: /\bContact already exists\. Existing ID: (\d{1,20})/i },
      then: {
        kind: 'conflict',
        code: 'ALREADY_EXISTS',
        advice: 'Update the record that exists instead of creating another one.',
        details: (match) => ({ existingId: match[1] ?? '' }),
      },
    },
    {
      when: { vendorCode: ['OBJECT_ALREADY_EXISTS', 'STATE_CONFLICT'] },
      then: { kind: 'conflict', code: 'ALREADY_EXISTS' },
    },
    {
      when: { text: /\bPROPERTY_DOESNT_EXIST\b|\bProperty "[^"\n]{1,100}" does not exist\b|\bINVALID_OPTION\b/ },
      then: {
        kind: 'validation',
        code: 'INVALID_ARGUMENTS',
        advice: 'Use the internal names and options that hubspot-list-properties gives.',
      },
    },
  ],
  disguises: [{ text: /^\s{0,8}(?:HubSpot API error|Error(?: searching data)?): \S/ }],
  results: [
    {
      text: /^[^[]{0,400}"numErrors"\s?:\s?[1-9]/,
      kind: 'partial',
      warning: 'HubSpot took only some of the records; the others stand under "errors".',
    },
  ],
  advice: [
    { kind: 'authentication', advice: 'Check PRIVATE_APP_ACCESS_TOKEN (or HUBSPOT_ACCESS_TOKEN) of {server}.' },
    {
      kind: 'permission',
      advice: 'Add the missing scope to the private app in HubSpot (Settings, Integrations), then use its new token.',
    },
    {
      kind: 'rate_limit',
      advice: 'Wait{wait}, then read and write in batches: HubSpot counts calls per ten seconds, searches per second.',
    },
  ],
};
