import type { SerializedMCPError } from '@seawall/core';
import { defaultHint } from '@seawall/core';

/** What can be done about a failed tool: what the failure itself says, else what holds for its vendor, else for its code. */
export function suggestionFor(tool: string, error: SerializedMCPError, servedBy: unknown): string {
  const own = ownSuggestion(servedBy) ?? error.hint;
  if (own !== undefined && own !== '') return own;
  return VENDORS.find(({ tools }) => tools.test(tool))?.suggestion ?? defaultHint(error.code, error.kind);
}

/** What the pack of the vendor says in place of an answer. */
function ownSuggestion(servedBy: unknown): string | undefined {
  const answer = member(servedBy, 'answer');
  const said = member(answer, 'fallback_suggestion') ?? member(answer, 'resolution');
  return typeof said === 'string' && said !== '' ? said : undefined;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** Every spelling of their tools' names, with a server in front or without. */
const VENDORS = [
  { tools: /(^|__)tavily[-_]search/i, suggestion: 'Try a different search query.' },
  { tools: /(^|__)confluence[-_]/i, suggestion: 'Check your Confluence configuration.' },
  { tools: /(^|__)jira[-_]/i, suggestion: 'Check your Jira configuration.' },
] as const;
