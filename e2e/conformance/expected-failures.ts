/** Checks that fail and are known to; one that passes has to leave the list. */
export interface ExpectedFailure {
  /** The legs that it holds for, as their names begin: "gateway-stdio/" or "fixture/2026-07-28". */
  readonly legs: readonly string[];
  readonly scenario: string;
  /** The check; without it any check of the scenario may fail. */
  readonly check?: string;
  readonly reason: string;
}

const MODERN_LEGS = ['fixture', 'gateway-stdio', 'gateway-stdio-legacy', 'gateway-http', 'gateway-http-legacy'].map(
  (target) => `${target}/2026-07-28`,
);
const NO_TASKS = 'The extension "tasks" is optional, and the SDK\'s server does not have it.';

const LEGACY_UPSTREAM_LEGS = ['gateway-stdio-legacy/2026-07-28', 'gateway-http-legacy/2026-07-28'];

const NO_TASKS_EXTENSION: readonly ExpectedFailure[] = [
  'tasks-capability-negotiation',
  'tasks-dispatch-and-envelope',
  'tasks-lifecycle',
  'tasks-mrtr-composition',
  'tasks-mrtr-input',
  'tasks-request-headers',
  'tasks-request-state-removal',
  'tasks-required-task-error',
  'tasks-wire-fields',
].map((scenario) => ({ legs: MODERN_LEGS, scenario, reason: NO_TASKS }));

/** A server of the older era asks by requests of its own, which can't say all that the newer era can. */
const LEGACY_UPSTREAM: readonly ExpectedFailure[] = [
  {
    legs: LEGACY_UPSTREAM_LEGS,
    scenario: 'input-required-result-basic-elicitation',
    check: 'sep-2322-elicitation-incomplete',
    reason: "A request of the older era has no key, so the key of the question is the gateway's.",
  },
  ...['sep-2575-server-rejects-undeclared-capability', 'sep-2575-missing-capability-http-400'].map((check) => ({
    legs: LEGACY_UPSTREAM_LEGS,
    scenario: 'server-stateless',
    check,
    reason: 'A server of the older era says in a result that the client cannot be asked, not with an error code.',
  })),
];

/** All of them. */
export const EXPECTED_FAILURES: readonly ExpectedFailure[] = [...NO_TASKS_EXTENSION, ...LEGACY_UPSTREAM];
