import type { ToolOptions, ToolRule } from '../config/tool-options.ts';

/** Finds what is set for a tool. */
export interface ToolRules {
  /** Field by field what the most exact pattern says that says something. The same object for the same tool. */
  of(tool: string): ToolOptions;
}

/** Tools for which an answer is kept; servers with more of them cost a little more for each call. */
const MAX_KNOWN_TOOLS = 1000;

/** Builds the rules of one server. */
export function createToolRules(rules: readonly ToolRule[]): ToolRules {
  const byExactness = [...rules].sort((a, b) => exactness(a.pattern) - exactness(b.pattern));
  const matchers = byExactness.map(({ pattern, options }) => ({ matches: toMatcher(pattern), options }));
  const known = new Map<string, ToolOptions>();
  return {
    of: (tool) => {
      const found = known.get(tool);
      if (found !== undefined) return found;
      const fitting = matchers.filter(({ matches }) => matches(tool)).map(({ options }) => options);
      const merged: ToolOptions = fitting.length === 0 ? NONE : Object.assign({}, ...fitting);
      if (known.size >= MAX_KNOWN_TOOLS) known.clear();
      known.set(tool, merged);
      return merged;
    },
  };
}

const NONE: ToolOptions = {};

/** A name without wildcards is more exact than any pattern; among patterns the one with more characters of its own. */
function exactness(pattern: string): number {
  const literal = pattern.replace(/[*?]/g, '').length;
  return literal === pattern.length ? Number.MAX_SAFE_INTEGER : literal;
}

function toMatcher(pattern: string): (tool: string) => boolean {
  if (!/[*?]/.test(pattern)) return (tool) => tool === pattern;
  return (tool) => fits(pattern, tool);
}

/** Compares with wildcards in time proportional to the product of the lengths at worst: a regular expression could take for ever. */
function fits(pattern: string, text: string): boolean {
  let at = 0;
  let inPattern = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    const wanted = pattern[inPattern];
    if (wanted === '?' || (wanted !== '*' && wanted === text[at])) {
      at += 1;
      inPattern += 1;
    } else if (wanted === '*') {
      star = inPattern;
      resume = at;
      inPattern += 1;
    } else if (star >= 0) {
      resume += 1;
      at = resume;
      inPattern = star + 1;
    } else return false;
  }
  while (pattern[inPattern] === '*') inPattern += 1;
  return inPattern === pattern.length;
}
