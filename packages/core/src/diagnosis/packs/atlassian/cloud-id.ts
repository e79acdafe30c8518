import type { PackArgument } from '../pack-fallback.ts';

/**
 * The argument by which Atlassian's own server is told the site: what the call had, else the host that the failed server is
 * configured with. Only sites in the Cloud can be reached that way.
 */
export const CLOUD_ID: readonly PackArgument[] = [
  { from: 'cloudId', isRequired: true },
  { isSite: true, when: /^[a-z0-9-]{1,100}\.(?:atlassian\.net|jira\.com)$/ },
];
