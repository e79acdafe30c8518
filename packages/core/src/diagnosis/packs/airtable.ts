import type { Pack } from './pack.ts';
import { toolTable } from './tool-table.ts';

/** Airtable: 403 covers what does not exist, 422 nearly everything else; `type` says what it is. */
export const AIRTABLE_PACK: Pack = {
  name: 'airtable',
  title: 'Airtable',
  servers: ['airtable'],
  tools: [
    ...toolTable('read', 'list_bases list_tables|list_tables_for_base describe_table|get_table_schema search_bases'),
    ...toolTable('read', 'list_records|list_records_for_table search_records get_record list_comments ping', {
      returnsContent: true,
    }),
    ...toolTable('write', 'create_record|create_records create_records_for_table', { verifyWith: 'search_records' }),
    ...toolTable('idempotent-write', 'update_records|update_record|update_records_for_table', {
      verifyWith: 'get_record',
    }),
    ...toolTable('write', 'delete_records|delete_record', { verifyWith: 'list_records' }),
    ...toolTable('write', 'create_table create_field', { verifyWith: 'list_tables' }),
    ...toolTable('idempotent-write', 'update_table update_field', { verifyWith: 'describe_table' }),
    ...toolTable('write', 'create_comment', { verifyWith: 'list_comments' }),
    ...toolTable('write', 'upload_attachment', { verifyWith: 'get_record', timeoutMs: 90_000 }),
  ],
  rules: [
    {
      when: { vendorCode: 'PUBLIC_API_BILLING_LIMIT_EXCEEDED' },
      then: {
        kind: 'quota',
        code: 'QUOTA_EXCEEDED',
        advice: 'The calls of the month are used up: wait for the next month, or change the plan of the workspace.',
      },
    },
    {
      // Airtable refuses everything for 30 s after five calls in one second, and sends no header that says so.
      when: { vendorCode: ['RATE_LIMIT_REACHED', 'TOO_MANY_REQUESTS'] },
      then: { kind: 'rate_limit', code: 'RATE_LIMITED', retryable: true, retryAfterMs: 30_000 },
    },
    {
      when: { vendorCode: ['INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND', 'INVALID_PERMISSIONS', 'MODEL_ID_NOT_FOUND'] },
      then: {
        kind: 'permission',
        code: 'AIRTABLE_NO_ACCESS',
        summary: 'The token of {server} may not reach the base or table of {tool}, or it does not exist.',
        advice:
          'Add the base and the scope (data.records:read or write, schema.bases:read) to the token, or correct the id of the base or table.',
      },
    },
    {
      // "Insufficient permissions to create new select option" is about an argument.
      when: { vendorCode: 'INVALID_MULTIPLE_CHOICE_OPTIONS' },
      then: {
        kind: 'validation',
        code: 'AIRTABLE_OPTION_UNKNOWN',
        advice: 'Use an option that the field has; describe_table lists them.',
      },
    },
    {
      when: {
        vendorCode: [
          'UNKNOWN_FIELD_NAME',
          'VIEW_NAME_NOT_FOUND',
          'INVALID_VALUE_FOR_COLUMN',
          'CANNOT_CREATE_VALUE_FOR_COMPUTED_COLUMN',
        ],
      },
      then: {
        kind: 'validation',
        code: 'INVALID_ARGUMENTS',
        advice: 'Use the names and types of the fields that describe_table gives; computed fields can not be set.',
      },
    },
    {
      when: { vendorCode: ['INVALID_FILTER_BY_FORMULA', 'INVALID_FORMULA'] },
      then: {
        kind: 'validation',
        code: 'INVALID_QUERY',
        advice: 'Correct the formula: names of fields stand in braces, texts in quotes.',
      },
    },
    {
      when: { vendorCode: 'LIST_RECORDS_ITERATOR_NOT_AVAILABLE' },
      then: {
        kind: 'validation',
        code: 'REQUEST_REJECTED',
        advice: 'List the records again from the start: the offset is too old.',
      },
    },
    {
      when: { vendorCode: ['ROW_DOES_NOT_EXIST', 'TABLE_NOT_FOUND', 'NOT_FOUND'] },
      then: { kind: 'not_found', code: 'ITEM_NOT_FOUND' },
    },
    {
      when: { text: /\bNo API key provided\b/ },
      then: {
        kind: 'authentication',
        code: 'CREDENTIALS_MISSING',
        reason: 'missing',
        advice: 'Set AIRTABLE_API_KEY under env of {server}.',
      },
    },
    {
      // The server does not start without a token, so the token itself is what is refused.
      when: { vendorCode: 'AUTHENTICATION_REQUIRED' },
      then: { kind: 'authentication', code: 'CREDENTIALS_INVALID', reason: 'invalid' },
    },
  ],
  advice: [
    { kind: 'rate_limit', advice: 'Wait{wait}, then make at most five calls a second to one base.' },
    {
      kind: 'authentication',
      advice:
        'Put a personal access token of Airtable into AIRTABLE_API_KEY of {server}; the former API keys do not work any more.',
    },
    {
      kind: 'permission',
      advice: 'Check the scopes and the bases of the token, and the role of its account in the base.',
    },
  ],
};
