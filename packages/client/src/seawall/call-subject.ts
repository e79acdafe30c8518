import type { CallInfo, CallRequest } from '@seawall/core/base';

/** What a request is about: a tool, a prompt, a resource URI; the method itself for all else. */
export function targetOf({ method, params }: CallRequest): string {
  const target = params?.name ?? params?.uri;
  return typeof target === 'string' ? target : method;
}

/** What a call does, as it stands in errors: `call_tool(search_issues)`. */
export function operationOf({ method, target }: CallInfo): string {
  const verb = VERBS[method];
  return verb === undefined ? method : `${verb}(${target})`;
}

const VERBS: Readonly<Record<string, string>> = {
  'tools/call': 'call_tool',
  'prompts/get': 'get_prompt',
  'resources/read': 'read_resource',
};
