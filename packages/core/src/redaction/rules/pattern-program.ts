import { type PatternNode, parsePattern, UnsupportedPattern } from './pattern-syntax.ts';

/** A pattern that finds what it describes in steps that are bounded, whatever the text is. */
export interface PatternProgram {
  /** The parts of a text that the pattern describes: the first ones, each as long as it can be, none overlapping. */
  find(text: string): readonly (readonly [start: number, end: number])[];
}

/**
 * Makes a pattern ready, or says why it can not be used.
 *
 * All ways to read a text are followed side by side, one character at a time, so that no text makes it try again and again.
 */
export function compilePattern(pattern: RegExp): PatternProgram | UnsupportedPattern {
  const { source, flags } = pattern;
  const tree = parsePattern(source, flags);
  if (tree instanceof UnsupportedPattern) return tree;
  const states: State[] = [];
  const end = compile(tree, states, add(states, { kind: 'match' }));
  if (end < 0 || states.length > MAX_STATES) return new UnsupportedPattern('it is too large');
  if (reachesMatch(states, end)) return new UnsupportedPattern('it also describes a text of no characters');
  return { find: (text) => findAll(states, end, text) };
}

/** A pattern that tells whether it describes a text as a whole. */
export interface WholePattern {
  /** Takes at most as many steps as there are states for each character. */
  matches(text: string): boolean;
}

/** Makes a pattern ready that is anchored at both ends, or says why it can not be used. */
export function compileWholePattern(source: string): WholePattern | UnsupportedPattern {
  const tree = parsePattern(source, 's');
  if (tree instanceof UnsupportedPattern) return tree;
  const states: State[] = [];
  const start = compile(tree, states, add(states, { kind: 'match' }));
  if (start < 0 || states.length > MAX_STATES) return new UnsupportedPattern('it is too large');
  return { matches: (text) => matchesWhole(states, start, text) };
}

function matchesWhole(states: readonly State[], start: number, text: string): boolean {
  let active: ReadonlySet<number> = new Set([start]);
  for (let at = 0; at <= text.length; at += 1) {
    const before = at === 0 ? NONE : text.charCodeAt(at - 1);
    const code = at === text.length ? NONE : text.charCodeAt(at);
    // Each state is reached once at most for each character, so no steps have to be counted.
    const reached = new Map<number, number>();
    for (const index of active) follow(states, index, 0, before, code, reached, { left: 0 });
    const next = new Set<number>();
    for (const index of reached.keys()) {
      const state = states[index];
      if (state?.kind === 'match' && code === NONE) return true;
      if (state?.kind === 'char' && code !== NONE && state.matches(code)) next.add(state.next);
    }
    if (next.size === 0) return false;
    active = next;
  }
  return false;
}

type State =
  | { readonly kind: 'match' }
  | { readonly kind: 'char'; readonly matches: (code: number) => boolean; readonly next: number }
  | { readonly kind: 'assert'; readonly holds: (before: number, after: number) => boolean; readonly next: number }
  | { kind: 'split'; nexts: readonly number[] };

const MAX_STATES = 2000;
/** One text costs at most so many steps for each of its characters; the rest of it then counts as found. */
const MAX_STEPS_PER_CHARACTER = 400;
const MIN_STEPS = 200_000;
const NONE = -1;

function add(states: State[], state: State): number {
  states.push(state);
  return states.length - 1;
}

/** Builds from the end to the start; gives the state to begin with. */
function compile(node: PatternNode, states: State[], next: number): number {
  if (states.length > MAX_STATES) return NONE;
  if (node.kind === 'char') return add(states, { kind: 'char', matches: node.matches, next });
  if (node.kind === 'assert') return add(states, { kind: 'assert', holds: node.holds, next });
  if (node.kind === 'choice')
    return add(states, { kind: 'split', nexts: node.parts.map((part) => compile(part, states, next)) });
  if (node.kind === 'sequence') return node.parts.reduceRight((after, part) => compile(part, states, after), next);
  return compileRepeat(node, states, next);
}

function compileRepeat(node: PatternNode & { readonly kind: 'repeat' }, states: State[], next: number): number {
  let start = next;
  if (node.max === Number.POSITIVE_INFINITY) {
    const loop: State = { kind: 'split', nexts: [] };
    start = add(states, loop);
    loop.nexts = [compile(node.part, states, start), next];
  } else {
    for (let count = node.min; count < node.max; count += 1) {
      start = add(states, { kind: 'split', nexts: [compile(node.part, states, start), next] });
    }
  }
  for (let count = 0; count < node.min; count += 1) start = compile(node.part, states, start);
  return start;
}

/** Whether a match needs no character. */
function reachesMatch(states: readonly State[], start: number): boolean {
  const seen = new Set<number>();
  const open = [start];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    const state = states[index];
    if (state === undefined || seen.has(index)) continue;
    seen.add(index);
    if (state.kind === 'match') return true;
    if (state.kind === 'split') open.push(...state.nexts);
    else if (state.kind === 'assert') open.push(state.next);
  }
  return false;
}

function findAll(
  states: readonly State[],
  start: number,
  text: string,
): readonly (readonly [start: number, end: number])[] {
  const found: (readonly [number, number])[] = [];
  const steps = { left: Math.max(MIN_STEPS, text.length * MAX_STEPS_PER_CHARACTER) };
  let from = 0;
  while (from < text.length) {
    const match = findFirst(states, start, text, from, steps);
    if (match === undefined) return found;
    found.push(match);
    from = match[1];
  }
  return found;
}

/** The first match at or after `from`; the rest of the text if the steps are used up. */
function findFirst(
  states: readonly State[],
  start: number,
  text: string,
  from: number,
  steps: { left: number },
): readonly [start: number, end: number] | undefined {
  let active = new Map<number, number>();
  let best: readonly [number, number] | undefined;
  for (let at = from; at <= text.length; at += 1) {
    const before = at === 0 ? NONE : text.charCodeAt(at - 1);
    const code = at === text.length ? NONE : text.charCodeAt(at);
    const reached = new Map<number, number>();
    for (const [index, began] of active) follow(states, index, began, before, code, reached, steps);
    if (best === undefined) follow(states, start, at, before, code, reached, steps);
    if (steps.left <= 0) return [Math.min(best?.[0] ?? at, ...active.values()), text.length];
    const next = new Map<number, number>();
    for (const [index, began] of reached) {
      const state = states[index];
      if (best !== undefined && began > best[0]) continue;
      if (state?.kind === 'match' && at > began && (best === undefined || began < best[0] || at > best[1]))
        best = [began, at];
      if (state?.kind === 'char' && code !== NONE && state.matches(code)) keepEarliest(next, state.next, began);
    }
    if (best !== undefined && next.size === 0) return best;
    active = next;
  }
  return best;
}

/** Adds all states that are reached without reading a character, each with the earliest beginning. */
function follow(
  states: readonly State[],
  index: number,
  began: number,
  before: number,
  after: number,
  reached: Map<number, number>,
  steps: { left: number },
): void {
  const open = [index];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    steps.left -= 1;
    const known = reached.get(at);
    const state = states[at];
    if (state === undefined || (known !== undefined && known <= began)) continue;
    reached.set(at, began);
    if (state.kind === 'split') open.push(...state.nexts);
    else if (state.kind === 'assert' && state.holds(before, after)) open.push(state.next);
  }
}

function keepEarliest(states: Map<number, number>, index: number, began: number): void {
  const known = states.get(index);
  if (known === undefined || began < known) states.set(index, began);
}
