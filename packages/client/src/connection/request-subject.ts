/** How a request is called in messages and in errors. */
export interface RequestSubject {
  /** For programs, as `call_tool(search_issues)`. */
  readonly operation: string;
  /** For people, as the beginning of a sentence: `Tool "search_issues"`. */
  readonly subject: string;
  /** What it is about: the tool, the prompt, the URI; absent for all else. */
  readonly target: string | undefined;
  readonly method: string;
}

/** Names a request. */
export function describeRequest(request: {
  readonly method: string;
  readonly params?: Readonly<Record<string, unknown>>;
}): RequestSubject {
  const { method, params } = request;
  const [verb, noun, key] = TARGETS[method] ?? [];
  const target = key === undefined ? undefined : params?.[key];
  if (verb !== undefined && noun !== undefined && typeof target === 'string') {
    return { operation: `${verb}(${target})`, subject: `${noun} "${target}"`, target, method };
  }
  const [operation, subject] = PLAIN[method] ?? [method, `Request "${method}"`];
  return { operation, subject, target: undefined, method };
}

const TARGETS: Readonly<Record<string, readonly [verb: string, noun: string, key: string]>> = {
  'tools/call': ['call_tool', 'Tool', 'name'],
  'prompts/get': ['get_prompt', 'Prompt', 'name'],
  'resources/read': ['read_resource', 'Resource', 'uri'],
  'resources/subscribe': ['subscribe_resource', 'Resource', 'uri'],
  'resources/unsubscribe': ['unsubscribe_resource', 'Resource', 'uri'],
  'tasks/get': ['get_task', 'Task', 'taskId'],
  'tasks/result': ['get_task_result', 'Task', 'taskId'],
  'tasks/cancel': ['cancel_task', 'Task', 'taskId'],
};

const PLAIN: Readonly<Record<string, readonly [operation: string, subject: string]>> = {
  'tools/list': ['list_tools', 'The list of tools'],
  'prompts/list': ['list_prompts', 'The list of prompts'],
  'resources/list': ['list_resources', 'The list of resources'],
  'resources/templates/list': ['list_resource_templates', 'The list of resource templates'],
  'tasks/list': ['list_tasks', 'The list of tasks'],
  'logging/setLevel': ['set_log_level', 'The log level'],
  'notifications/roots/list_changed': ['announce_roots', 'The news of changed roots'],
  'completion/complete': ['complete', 'The completion'],
  'server/discover': ['ping', 'The probe'],
  ping: ['ping', 'The ping'],
  initialize: ['connect', 'The handshake'],
};
