// Visits all states of breaker, bulkhead and retry budget at small scope. Usage: npm run model-check
// Exits with 1 when something does not hold, and tells the fewest events that lead there.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Exploration } from './explore.ts';
import { SCOPES } from './scope.ts';

/** So many states have to be visited in all, lest a scope shrinks by mistake. */
const MIN_STATES = 100_000;

const startedMs = performance.now();
const explorations = await Promise.all([...SCOPES.keys()].map(exploreBeside));
const states = sum(explorations, (exploration) => exploration.states);
const transitions = sum(explorations, (exploration) => exploration.transitions);
say(`in all: ${states} states, ${transitions} transitions, ${secondsSince(startedMs)} s`);
const isSound = explorations.every(({ violation, isComplete }) => violation === undefined && isComplete);
if (states < MIN_STATES) say(`These are fewer than the ${MIN_STATES} states that there should be.`);
if (isSound && states >= MIN_STATES) say('No invariant is broken.');
else process.exitCode = 1;

/** In a process of its own, so that all cores are used. */
async function exploreBeside(name: string): Promise<Exploration> {
  const child = fork(join(import.meta.dirname, 'explore-main.ts'), [name]);
  const exited = once(child, 'exit').then(([code]) => {
    throw new Error(`The process that visits "${name}" ended with ${code} and said nothing.`);
  });
  const [message] = await Promise.race([once(child, 'message'), exited]);
  // What our own process sends is what its code says.
  const exploration = message as Exploration;
  tell(name, exploration);
  return exploration;
}

function tell(name: string, { states, transitions, events, isComplete, violation }: Exploration): void {
  const extent = isComplete ? 'all there are' : 'there are more';
  say(
    `${name}: ${states} states (${extent}), ${transitions} transitions, up to ${events} events away, ${secondsSince(startedMs)} s`,
  );
  if (violation === undefined) return;
  say(`${name}: broken: ${violation.invariant}. The fewest events that lead there:`);
  for (const event of violation.way) say(`  ${event}`);
}

function sum(explorations: readonly Exploration[], of: (exploration: Exploration) => number): number {
  return explorations.reduce((total, exploration) => total + of(exploration), 0);
}

function secondsSince(ms: number): number {
  return Math.round((performance.now() - ms) / 1000);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
