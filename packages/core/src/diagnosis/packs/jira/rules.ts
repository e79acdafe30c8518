import { type AtlassianProduct, atlassianRules } from '../atlassian/atlassian-rules.ts';
import type { PackRule } from '../pack.ts';
import { readTransitions } from './read-transitions.ts';

const JIRA: AtlassianProduct = {
  title: 'Jira',
  urlVariable: 'JIRA_URL (or JIRA_BASE_URL)',
  codes: {
    readOnly: 'JIRA_READ_ONLY',
    notConfigured: 'JIRA_NOT_CONFIGURED',
    cloudOnly: 'JIRA_CLOUD_ONLY',
    captcha: 'JIRA_CAPTCHA_REQUIRED',
    scopeMissing: 'JIRA_SCOPE_MISSING',
    accessRefused: 'JIRA_ACCESS_REFUSED',
  },
};

const WORKFLOW = {
  kind: 'conflict',
  code: 'JIRA_TRANSITION_INVALID',
  retryable: false,
  status: 'workflow_error',
  summary: 'Cannot transition the issue: the requested transition is not possible in its current status.',
  advice: 'Check the available transitions for this issue first with get_transitions, and use the id of one of them.',
} as const;

/** The workflow says in the answer which transitions there are: first of all, for "not found" means something else here. */
const WORKFLOW_RULES: readonly PackRule[] = [
  {
    when: { text: /\bTransition '?([^'\n]{0,200}?)'? not found\. Available options: ([^\n]{0,2000})/i },
    then: { ...WORKFLOW, details: (match) => readTransitions(match[1] ?? '', match[2] ?? '') },
  },
  {
    when: {
      text: /\bworkflow (?:operation|action)\b[^\n]{0,200}\bnot valid\b|\bnot valid for the current (?:state|status) of (?:this|the) issue\b/i,
    },
    then: WORKFLOW,
  },
  {
    when: {
      tools: ['jira_transition_issue'],
      text: /\btransition\b[^\n]{0,120}\b(?:not (?:valid|found|available|allowed|possible)|invalid|does not exist)\b|\b(?:invalid|no (?:such|valid)|unknown) transition\b/i,
    },
    then: WORKFLOW,
  },
  {
    when: {
      text: /\bnon-editable workflow (?:state|status)\b|\bnot editable\b[^\n]{0,80}\b(?:state|status|workflow)\b/i,
    },
    then: {
      ...WORKFLOW,
      code: 'JIRA_ISSUE_NOT_EDITABLE',
      summary: 'The issue can not be changed in its current status.',
      advice: 'Move the issue into a status in which it can be edited, then call again.',
    },
  },
];

/** What exists not, or must not be seen; Jira says the same for both. */
const NOT_FOUND_RULES: readonly PackRule[] = [
  {
    when: {
      text: /\bIssue does not exist or you do not have permission to see it\b|\bIssue \S{1,80} not found\b|\bIssue not found: \S|\bNo issue (?:could be )?found (?:with|for) key\b/i,
    },
    then: {
      kind: 'not_found',
      code: 'JIRA_ISSUE_NOT_FOUND',
      status: 'not_found',
      summary: 'The requested issue was not found, or the account of {server} must not see it.',
      advice: 'Verify that the issue key is correct, and that the account can see the project.',
    },
  },
  {
    when: { text: /\bNo project could be found with (?:key|id)\b|\bproject \S{1,80} (?:was )?not found\b/i },
    then: {
      kind: 'not_found',
      code: 'JIRA_PROJECT_NOT_FOUND',
      status: 'not_found',
      summary: 'The project was not found, or the account of {server} must not see it.',
      advice: 'Verify the project key with get_all_projects, and that the account can see the project.',
    },
  },
];

/** A field of an issue, or of a query. Most servers hand on the sentence of Jira without its status. */
const FIELD_RULES: readonly PackRule[] = [
  {
    when: { text: /^issue_key and transition_id are required\b/im },
    then: {
      kind: 'validation',
      summary: 'The call {operation} lacks an argument.',
      advice: 'Give issue_key and transition_id; get_transitions lists the ids.',
    },
  },
  {
    when: { text: /\bField '([^'\n]{1,120})' cannot be set\b/i },
    then: {
      kind: 'validation',
      code: 'JIRA_FIELD_NOT_ON_SCREEN',
      summary: 'A field can not be set in {operation}, because it is not on the screen of the project and issue type.',
      advice: 'Leave the field out, or let an administrator of Jira add it to the screen.',
      details: (match) => ({ fields: [match[1]] }),
    },
  },
  {
    when: {
      text: /\bField '([^'\n]{1,120})' does not exist or (?:you do not have permission to view it|this field cannot be viewed)/i,
    },
    then: {
      kind: 'validation',
      code: 'JIRA_FIELD_UNKNOWN',
      summary: 'Jira knows no such field, or the account of {server} must not see it.',
      advice: 'Look the name or id of the field up with search_fields.',
      details: (match) => ({ fields: [match[1]] }),
    },
  },
  {
    when: {
      text: /\bError in (?:the )?JQL\b|\bThe value '[^'\n]{1,200}' does not exist for the field\b|\b(?:JQL|jql query)\b[^\n]{0,80}\b(?:invalid|parse|syntax|unbounded|not valid)\b|\bUnbounded JQL\b|\bThe operator '[^'\n]{1,20}' is not supported by\b|\breserved JQL (?:word|character)\b/i,
    },
    then: {
      kind: 'validation',
      code: 'JIRA_JQL_INVALID',
      summary: 'Jira can not run the JQL query.',
      advice: 'Correct the query: put values in quotes, and use fields and values that the site has.',
    },
  },
  {
    when: {
      text: /(?:^|[:;]\s)(?!.{0,80}\b(?:authenticat|authori[sz]|log ?in|token|credential|api key|password|permission|captcha|licen[cs]e))["']?([^\n:"']{1,120}?)["']? (?:is|are) required\b|\bField ['"]([^'"\n]{1,120})['"] is required\b|\b(?:you must )?specify an? (?:valid )?((?:summary|project|issue ?type|value for)\b[^\n.]{0,80})/im,
    },
    then: {
      kind: 'validation',
      code: 'JIRA_FIELD_REQUIRED',
      summary: 'Issue validation failed: the issue lacks a field that is required.',
      advice: 'Check the issue data and give all required fields; get_create_fields lists them for a project and type.',
      details: (match) => ({ fields: [match[1] ?? match[2] ?? match[3]] }),
    },
  },
  {
    when: {
      text: /\bThe issue type selected is invalid\b|\bcannot be assigned (?:to )?issues\b|\bOperation value must be\b|\bdata was not an? (?:array|object|string|number)\b|\bOption (?:id|value) [^\n]{1,80} is not valid\b|\b(?:priority|component|version|assignee|reporter|option|customfield_\d{1,12})\b[^\n]{0,80}\b(?:is (?:not valid|invalid)|not valid|does not exist)\b/i,
    },
    then: {
      kind: 'validation',
      code: 'JIRA_FIELD_INVALID',
      summary: 'Issue validation failed: a field has a value that Jira does not take.',
      advice: 'Check the issue data; get_field_options and search_assignable_users list what is possible.',
    },
  },
];

/** Words of mcp-jira-cloud that are no words of Jira. */
const CLOUD_RULES: readonly PackRule[] = [
  {
    when: { vendorCode: ['no_changes', 'invalid_parameters', 'invalid_input'] },
    then: { kind: 'validation', advice: 'Give at least one field to change, and the arguments that belong together.' },
  },
  {
    when: { vendorCode: 'invalid_auth_type' },
    then: {
      kind: 'configuration',
      summary: '{server} uses an API token, and {operation} is for OAuth.',
      advice: 'Leave this tool alone, or set the server up with OAuth.',
    },
  },
  {
    when: { tools: ['jira_create_issue'], text: /\bIssue undefined created\b/ },
    then: {
      kind: 'protocol',
      summary: 'Jira answered with something that is no issue, so that nobody knows whether one was created.',
      advice:
        'Search for the issue before you call again; check that the configured address is no login page or proxy.',
    },
  },
  {
    when: { httpStatus: 409, text: /\bTry the update again\b/i },
    then: {
      kind: 'conflict',
      retryable: true,
      summary: 'Somebody changed the issue at the same time.',
      advice: 'Read the issue again, then repeat the change.',
    },
  },
];

/** In this order: what stops every call, the workflow, what is missing, the fields. */
export const JIRA_RULES: readonly PackRule[] = [
  ...WORKFLOW_RULES,
  ...atlassianRules(JIRA),
  ...NOT_FOUND_RULES,
  ...FIELD_RULES,
  ...CLOUD_RULES,
];
