import { GOOGLE_TOOLS } from './google-tools.ts';
import type { Pack, PackRule } from './pack.ts';

/** 403 is a limit, a right, a scope or a service that is off: `reason` says which. */
const RULES: readonly PackRule[] = [
  {
    when: { vendorCode: ['accessNotConfigured', 'SERVICE_DISABLED', 'API_NOT_ACTIVATED'] },
    then: {
      kind: 'configuration',
      code: 'GOOGLE_API_NOT_ENABLED',
      summary: 'The API that {tool} on {server} needs is switched off for the project.',
      advice:
        'Enable the API in the console of Google Cloud for the project of {server}, wait some minutes, then call again.',
    },
  },
  {
    when: {
      text: /\bhas not been used in project \S{1,60} before or it is disabled\b|\bAPI (?:is not|has not been) (?:enabled|activated)\b|\bThis API project is not authorized to use this API\b/i,
    },
    then: {
      kind: 'configuration',
      code: 'GOOGLE_API_NOT_ENABLED',
      summary: 'The API that {tool} on {server} needs is switched off for the project.',
      advice:
        'Enable the API in the console of Google Cloud for the project of {server}, wait some minutes, then call again.',
    },
  },
  {
    when: { vendorCode: ['ACCESS_TOKEN_SCOPE_INSUFFICIENT', 'insufficientPermissions', 'insufficientScopes'] },
    then: {
      kind: 'permission',
      code: 'GOOGLE_SCOPE_MISSING',
      summary: 'The login of {server} did not grant a right that {tool} needs.',
      advice: 'Log in to {server} again and grant all rights that it asks for.',
    },
  },
  {
    when: { text: /\binsufficient authentication scopes\b/i },
    then: {
      kind: 'permission',
      code: 'GOOGLE_SCOPE_MISSING',
      summary: 'The login of {server} did not grant a right that {tool} needs.',
      advice: 'Log in to {server} again and grant all rights that it asks for.',
    },
  },
  {
    when: {
      vendorCode: [
        'dailyLimitExceeded',
        'dailyLimitExceededUnreg',
        'quotaExceeded',
        'OVER_DAILY_LIMIT',
        'storageQuotaExceeded',
        'teamDriveFileLimitExceeded',
        'limitExceeded',
      ],
    },
    then: {
      kind: 'quota',
      code: 'QUOTA_EXCEEDED',
      advice:
        'Wait until the quota is renewed (midnight Pacific time for daily ones), or raise it in the console of Google Cloud.',
    },
  },
  {
    when: {
      vendorCode: [
        'rateLimitExceeded',
        'userRateLimitExceeded',
        'RATE_LIMIT_EXCEEDED',
        'sharingRateLimitExceeded',
        'concurrentLimitExceeded',
        'OVER_QUERY_LIMIT',
      ],
    },
    then: { kind: 'rate_limit', code: 'RATE_LIMITED', retryable: true },
  },
  {
    when: { text: /\b(?:User |Project )?Rate Limit Exceeded\b/i },
    then: { kind: 'rate_limit', code: 'RATE_LIMITED', retryable: true },
  },
  {
    when: { vendorCode: 'invalid_grant' },
    then: {
      kind: 'authentication',
      code: 'GOOGLE_GRANT_EXPIRED',
      summary: '{tool} failed: the login of {server} with Google is over.',
      reason: 'expired',
      advice:
        'Log in to {server} again; an OAuth app that is still in testing loses its grant after seven days: publish it.',
    },
  },
  {
    when: {
      text: /\binvalid_grant\b|\bToken has been expired or revoked\b|\bAuthentication token is invalid or expired\b/i,
    },
    then: {
      kind: 'authentication',
      code: 'GOOGLE_GRANT_EXPIRED',
      summary: '{tool} failed: the login of {server} with Google is over.',
      reason: 'expired',
      advice:
        'Log in to {server} again; an OAuth app that is still in testing loses its grant after seven days: publish it.',
    },
  },
  {
    when: {
      text: /\bACTION REQUIRED: Google Authentication Needed\b|\bNo authenticated accounts available\b|\bplease (?:run authentication|authenticate) first\b/i,
    },
    then: {
      kind: 'authentication',
      code: 'AUTHORIZATION_REQUIRED',
      reason: 'missing',
      advice: 'Let a person open the link that {server} gives and allow the access, then call again.',
    },
  },
  {
    when: { text: /\bunregistered callers\b|\bMust provide an API key\b/i },
    then: { kind: 'authentication', code: 'CREDENTIALS_MISSING', reason: 'missing' },
  },
  {
    when: { vendorCode: ['API_KEY_INVALID', 'keyInvalid'] },
    then: {
      kind: 'authentication',
      code: 'CREDENTIALS_INVALID',
      reason: 'invalid',
      advice: 'Check the API key of {server}, and that it belongs to the right project.',
    },
  },
  {
    when: {
      vendorCode: [
        'API_KEY_SERVICE_BLOCKED',
        'API_KEY_HTTP_REFERRER_BLOCKED',
        'API_KEY_IP_ADDRESS_BLOCKED',
        'ipRefererBlocked',
        'keyExpired',
      ],
    },
    then: {
      kind: 'permission',
      code: 'PERMISSION_DENIED',
      advice: 'Change the restrictions of the API key in the console of Google Cloud: service, address or referrer.',
    },
  },
  {
    when: { vendorCode: ['BILLING_DISABLED', 'billingNotEnabled', 'BILLING_NOT_ACTIVE'] },
    then: {
      kind: 'quota',
      code: 'PAYMENT_REQUIRED',
      advice: 'Turn billing on for the project in the console of Google Cloud.',
    },
  },
  {
    when: { vendorCode: ['fullSyncRequired', 'updatedMinTooLongAgo'] },
    then: {
      kind: 'validation',
      code: 'GOOGLE_SYNC_TOKEN_EXPIRED',
      advice: 'List again without a sync token: the old one is too old.',
    },
  },
  {
    when: {
      vendorCode: [
        'forbidden',
        'insufficientFilePermissions',
        'domainPolicy',
        'forbiddenForNonOrganizer',
        'cannotDownloadFile',
        'appNotAuthorizedToFile',
        'accountDisabled',
        'delegationDenied',
      ],
    },
    then: {
      kind: 'permission',
      code: 'PERMISSION_DENIED',
      advice: 'Share the file or calendar with the account of {server}, or use an account that may do this.',
    },
  },
  { when: { vendorCode: ['duplicate', 'alreadyExists'] }, then: { kind: 'conflict', code: 'ALREADY_EXISTS' } },
  { when: { vendorCode: ['conditionNotMet', 'conflict'] }, then: { kind: 'conflict' } },
  {
    when: { vendorCode: ['backendError', 'internalError'] },
    then: { kind: 'server_error', code: 'INTERNAL_ERROR', retryable: true },
  },
];

/** Google: Workspace, Calendar, Mail, Drive, Maps and everything else whose errors come from googleapis.com. */
export const GOOGLE_PACK: Pack = {
  name: 'google',
  title: 'Google',
  servers: ['google', 'googleapis', 'gmail', 'gdrive', 'gcal', 'gsheets', 'gsuite', 'workspace mcp', 'bigquery', 'gcp'],
  tools: GOOGLE_TOOLS,
  rules: RULES,
  disguises: [{ text: /^\s{0,8}(?:\*\*)?ACTION REQUIRED: Google Authentication Needed/ }],
  advice: [
    { kind: 'authentication', advice: 'Log in to {server} again, or check its client id, secret and key file.' },
    {
      kind: 'permission',
      advice:
        'Share the file or calendar with the account of {server}, or log in again and grant the right that is missing.',
    },
    { kind: 'rate_limit', advice: 'Wait{wait}, then call less often: Google counts calls per user and minute.' },
    {
      kind: 'not_found',
      advice: 'Check the id and the account: Google says the same when the account may not see it.',
    },
  ],
};
