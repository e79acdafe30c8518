/** Tells which URIs can come from a template. */
export interface UriTemplateMatcher {
  matches(uri: string): boolean;
}

/** Longer templates and URIs match nothing, in characters. */
const MAX_TEMPLATE_LENGTH = 2048;
const MAX_URI_LENGTH = 16_384;

/**
 * Builds the matcher of a URI template (RFC 6570, levels 1 to 3; the modifiers of level 4 are read over).
 *
 * Values are taken leniently, as servers do: `{id}` stands for any text without `/`, `?` and `#`, the empty one included.
 * The time is proportional to the length of the URI times that of the template, whatever stands in them.
 */
export function createUriTemplateMatcher(template: string): UriTemplateMatcher {
  const steps = template.length > MAX_TEMPLATE_LENGTH ? undefined : compile(template);
  return { matches: (uri) => steps !== undefined && uri.length <= MAX_URI_LENGTH && run(steps, uri) };
}

/** One literal character, any number of characters of a class, or a character that may lead an expression. */
type Step =
  | { readonly kind: 'literal'; readonly char: string }
  | { readonly kind: 'any'; readonly stops: string }
  /** Stands before the `any` of its expression; without this character the whole expression is absent. */
  | { readonly kind: 'lead'; readonly char: string };

/** By operator: the character that leads the expansion, and the characters that no value holds. */
const OPERATORS: Readonly<Record<string, { readonly lead?: string; readonly stops: string }>> = {
  '': { stops: '/?#' },
  '+': { stops: '' },
  '#': { lead: '#', stops: '' },
  '.': { lead: '.', stops: '/?#' },
  '/': { lead: '/', stops: '?#' },
  ';': { lead: ';', stops: '/?#' },
  '?': { lead: '?', stops: '#' },
  '&': { lead: '&', stops: '#' },
};

function compile(template: string): readonly Step[] {
  const steps: Step[] = [];
  let index = 0;
  while (index < template.length) {
    const close = template[index] === '{' ? template.indexOf('}', index) : -1;
    if (close === -1) {
      steps.push({ kind: 'literal', char: template.charAt(index) });
      index += 1;
      continue;
    }
    const first = template.charAt(index + 1);
    const operator = OPERATORS[first] ?? OPERATORS[''];
    if (operator?.lead !== undefined) steps.push({ kind: 'lead', char: operator.lead });
    steps.push({ kind: 'any', stops: operator?.stops ?? '' });
    index = close + 1;
  }
  return steps;
}

/** Follows all ways through the steps at once, so that nothing is tried twice. */
function run(steps: readonly Step[], uri: string): boolean {
  let states = new Set<number>();
  enter(steps, states, 0);
  for (const char of uri.split('')) {
    const next = new Set<number>();
    for (const state of states) {
      const step = steps[state];
      if (step === undefined) continue;
      if (step.kind === 'any') {
        if (!step.stops.includes(char)) enter(steps, next, state);
      } else if (step.char === char) enter(steps, next, state + 1);
    }
    if (next.size === 0) return false;
    states = next;
  }
  return states.has(steps.length);
}

function enter(steps: readonly Step[], states: Set<number>, state: number): void {
  for (let current = state; !states.has(current); ) {
    states.add(current);
    const step = steps[current];
    if (step === undefined || step.kind === 'literal') return;
    // An expression may be empty: an `any` can be left at once, and a `lead` takes its `any` with it.
    current += step.kind === 'lead' ? 2 : 1;
  }
}
