/** Failures that only some services have, by the servers that ask them. */
export const SPECIALS: Readonly<Record<string, readonly string[]>> = {
  atlassian: ['required field'],
  jira: ['required field'],
  'jira-search': ['required field'],
  confluence: ['missing scope'],
  github: ['secondary limit'],
  gitlab: ['missing scope'],
  'gitlab-large': ['missing scope'],
  tavily: ['pay-as-you-go'],
  'tavily-before': ['pay-as-you-go'],
  brave: ['invalid token', 'monthly quota'],
  exa: ['no credits'],
  perplexity: ['no quota'],
  airtable: ['billing limit'],
};

/** What they are: the status that they come with, and what they mean. */
export const SPECIAL_KINDS = {
  'required field': 'validation',
  'secondary limit': 'rate_limit',
  'missing scope': 'permission',
  'pay-as-you-go': 'quota',
  'invalid token': 'authentication',
  'monthly quota': 'quota',
  'no credits': 'quota',
  'no quota': 'quota',
  'billing limit': 'quota',
} as const;
