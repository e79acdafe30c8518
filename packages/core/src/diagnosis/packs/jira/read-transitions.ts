const MAX_TRANSITIONS = 20;
const MAX_NAME = 100;

/** Reads `In Progress (21), Won't Do (31)`, as mcp-atlassian lists the transitions that an issue has; `none` is none. */
export function readTransitions(requested: string, options: string): Readonly<Record<string, unknown>> {
  const available = options
    .split(/,\s{0,5}/)
    .map((option) => /^(.{1,200}) \((\d{1,12})\)\.?$/.exec(option.trim()))
    .filter((match) => match !== null)
    .slice(0, MAX_TRANSITIONS)
    .map((match) => ({ id: match[2], name: (match[1] ?? '').slice(0, MAX_NAME) }));
  return { requestedTransition: requested.slice(0, MAX_NAME), availableTransitions: available };
}
