import type { ErrorCode } from '../../../errors/error-code.ts';
import type { PackDisguise, PackRule } from '../pack.ts';

/** What the packs of Jira and Confluence say alike, each with codes of its own. */
export interface AtlassianProduct {
  readonly title: 'Jira' | 'Confluence';
  /** The variable with the address of the site. */
  readonly urlVariable: string;
  readonly codes: {
    readonly readOnly: ErrorCode;
    readonly notConfigured: ErrorCode;
    readonly cloudOnly: ErrorCode;
    readonly captcha: ErrorCode;
    readonly scopeMissing: ErrorCode;
    readonly accessRefused: ErrorCode;
  };
}

/** Faults of the access to a site, which are the same whatever the call was about. They stand before the rules of a product. */
export function atlassianRules(product: AtlassianProduct): readonly PackRule[] {
  return [...setupRules(product), ...accessRules(product), ...loadRules(product)];
}

function setupRules({ title, urlVariable, codes }: AtlassianProduct): readonly PackRule[] {
  return [
    {
      when: { text: /\bin read-only mode\b|\bReadOnlyException\b/i },
      then: {
        kind: 'permission',
        code: codes.readOnly,
        status: 'read_only',
        summary: `{server} runs in read-only mode, and {operation} would change something in ${title}.`,
        advice: 'Turn READ_ONLY_MODE off in the environment of the server, or make the change by hand.',
      },
    },
    {
      when: { text: /\b(?:Jira|Confluence) (?:client \(fetcher\) not available|is not configured)/i },
      then: {
        kind: 'configuration',
        code: codes.notConfigured,
        summary: `{server} has no address of ${title}, or no credentials for it.`,
        advice: `Set ${urlVariable} and the credentials for ${title} in the environment of the server.`,
      },
    },
    {
      when: { text: /\bonly (?:available|supported) (?:on|for|in|with) (?:Jira|Confluence|Atlassian) Cloud\b/i },
      then: {
        kind: 'tool_not_found',
        code: codes.cloudOnly,
        summary: `{operation} works with ${title} Cloud only, and the site of {server} is no Cloud site.`,
        advice: `Do it by hand in ${title}, or with tools that Server and Data Center have too.`,
      },
    },
    {
      when: { text: /\bCould not connect to (?:Jira|Confluence) at\b/i },
      then: {
        kind: 'connection',
        summary: `{server} could not reach ${title}.`,
        advice: `Check that ${urlVariable} is right and that the site can be reached from where the server runs.`,
      },
    },
  ];
}

function accessRules({ title, codes }: AtlassianProduct): readonly PackRule[] {
  return [
    {
      when: {
        text: /\bno Atlassian credentials were provided\b|\bcredentials are missing\. Provide|\bMISSING_AUTH\b/i,
      },
      then: { kind: 'authentication', reason: 'missing' },
    },
    {
      when: { text: /\bno refresh token available\b/i },
      then: { kind: 'authentication', reason: 'missing' },
    },
    {
      when: { text: /\bAnonymous users? (?:do not|does not|don't|doesn't) have permission\b/i },
      then: {
        kind: 'authentication',
        reason: 'missing',
        summary: `${title} took the call {operation} for one without credentials.`,
        advice: `Check that the server sends credentials: user and API token for Cloud, a personal access token otherwise.`,
      },
    },
    {
      when: { text: /\bCAPTCHA(?:_CHALLENGE)?\b/ },
      then: {
        kind: 'authentication',
        code: codes.captcha,
        summary: `${title} asks for a CAPTCHA after too many failed logins of this account.`,
        advice: `Log in to ${title} once in a browser with the account of the server, then correct its credentials.`,
      },
    },
    {
      when: { text: /\bscopes? does(?: not|n't) match\b/i },
      then: {
        kind: 'permission',
        code: codes.scopeMissing,
        summary: `The token of {server} lacks a scope that {operation} needs.`,
        advice: 'Add the scope to the token or the OAuth app, and authorize it again: tokens keep their old scopes.',
      },
    },
    {
      when: { text: /\bAuthentication failed for (?:Jira|Confluence)(?: Cloud)? API \(403\)/i },
      then: {
        kind: 'permission',
        code: codes.accessRefused,
        summary: `${title} refused {operation} with the status 403, though the credentials may be valid.`,
        advice: `Check the rights of the account in ${title}, and whether a proxy or firewall stands before the site.`,
      },
    },
    {
      when: { text: /\bAuthentication failed for (?:Jira|Confluence)(?: Cloud)? API \(401\)/i },
      then: { kind: 'authentication' },
    },
  ];
}

function loadRules({ title }: AtlassianProduct): readonly PackRule[] {
  return [
    {
      when: { text: /\bAtlassian circuit breaker open\b/i },
      then: {
        kind: 'rate_limit',
        retryable: true,
        summary: `{server} holds calls to ${title} back, because ${title} refused many before.`,
        advice: 'Wait{wait} until the server lets calls through again, and call less often.',
      },
    },
    {
      when: { text: /\bmalformed response\b|\bmissing the 'results' field/i },
      then: {
        kind: 'protocol',
        summary: `${title} answered {operation} with something else than its API does.`,
        advice: 'Check that the configured address is that of the site itself, and not of a login page or a proxy.',
      },
    },
    {
      when: { kind: 'server_error', text: /\bCheck (?:the )?(?:server )?logs? for details\b/i },
      then: { kind: 'server_error', retryable: false, advice: 'Read the log of the server: it kept the cause there.' },
    },
  ];
}

/**
 * How the servers dress an error as a success: as a sentence (mcp-atlassian up to 0.9), or as an object whose first field says
 * that it is one (mcp-atlassian since, mcp-jira-cloud, Atlassian's own). What these tools find never begins like that.
 */
export const ATLASSIAN_DISGUISES: readonly PackDisguise[] = [
  { text: /^\s{0,20}Error: \S/ },
  { text: /^\s{0,20}Operation '[^'\n]{1,100}' is not available in read-only mode\.?\s{0,20}$/ },
  { text: /^\s{0,20}\{\s{0,20}"error"\s{0,5}:\s{0,5}(?:true\b|["{])/ },
  { text: /^\s{0,20}\{\s{0,20}"success"\s{0,5}:\s{0,5}false\b/ },
  // mcp-atlassian from npm takes every refusal of Jira and Confluence for data, and builds links from what is not there.
  { text: /^\s{0,20}\{\s{0,20}"(?:webUrl|profileUrl)"\s{0,5}:\s{0,5}"[^"\s]{0,500}(?:\/|wiki)undefined"/ },
];
