import { type ConfigurationFault, MCPConfigurationError } from '../../errors/configuration-error.ts';
import { ERROR_KINDS } from '../../errors/error-kind.ts';
import { checkFallbacks } from './check-fallbacks.ts';
import type { Pack } from './pack.ts';
import { get, PackChecker, show } from './pack-checker.ts';

/**
 * Checks a pack and gives it back frozen, for {@link DiagnosisContext.packs}.
 *
 * @throws {@link MCPConfigurationError} naming every field that is wrong, what stands there, and what may.
 * @example
 * ```ts
 * const acme = definePack({
 *   name: 'acme',
 *   title: 'Acme',
 *   servers: ['acme'],
 *   rules: [{ when: { vendorCode: 'ORDER_SHIPPED' }, then: { kind: 'conflict', advice: 'Leave it.' } }],
 * });
 * ```
 */
export function definePack(pack: Pack): Pack {
  const faults = findFaults(pack);
  const [first] = faults;
  if (first) {
    throw new MCPConfigurationError({
      code: 'OPTION_INVALID',
      message: `The pack ${show(get(pack, 'name'))} is not valid: "${first.path}" ${first.message}${first.value === undefined ? '' : ` Found: ${first.value}.`}${first.allowed === undefined ? '' : ` Allowed: ${first.allowed}.`}`,
      hint: 'Correct the pack as docs/diagnosis.md describes it.',
      configSection: first.path,
      faults,
    });
  }
  return deepFreeze(pack);
}

/** What a pack's kinds may be: those of errors that a server can cause, and the two of results. */
const KINDS: readonly string[] = [
  ...ERROR_KINDS.filter((kind) => kind !== 'circuit_open' && kind !== 'overloaded' && kind !== 'outcome_unknown'),
  'none',
  'empty_result',
];
const SAFETIES: readonly string[] = ['read', 'idempotent-write', 'write'];
const REASONS: readonly string[] = ['missing', 'invalid', 'expired'];
const NAME = /^[a-z][a-z0-9-]{0,63}$/;
const CODE = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;

function findFaults(pack: Pack): readonly ConfigurationFault[] {
  const checker = new PackChecker();
  if (typeof pack !== 'object' || pack === null) {
    checker.fault('pack', 'is no object.', pack, 'a Pack');
    return checker.faults;
  }
  checker.text('name', pack.name, NAME, 'lower-case letters, digits and "-", at most 64');
  checker.text('title', pack.title);
  checker.list('servers', pack.servers, (path, word) => checker.text(path, word), true);
  checker.list('tools', pack.tools, (path, tool) => checkTool(checker, path, tool));
  checkUniqueNames(checker, pack);
  const names = new Set((Array.isArray(pack.tools) ? pack.tools : []).map((tool) => tool?.names?.[0]));
  const toolName = (path: string, name: unknown): void => {
    if (typeof name !== 'string' || !names.has(name))
      checker.fault(path, 'is no first name of a tool of this pack.', name, 'the first name of an entry of "tools"');
  };
  checker.list('rules', pack.rules, (path, rule) => checkRule(checker, path, rule, toolName));
  checker.list('disguises', pack.disguises, (path, item) => {
    checker.list(`${path}.tools`, get(item, 'tools'), toolName);
    checker.pattern(`${path}.text`, get(item, 'text'));
  });
  checker.list('results', pack.results, (path, item) => {
    checker.list(`${path}.tools`, get(item, 'tools'), toolName);
    checker.pattern(`${path}.text`, get(item, 'text'));
    checker.oneOf(`${path}.kind`, get(item, 'kind'), ['empty', 'partial']);
    checker.text(`${path}.warning`, get(item, 'warning'));
  });
  checker.list('advice', pack.advice, (path, item) => {
    checker.oneOrMore(`${path}.kind`, get(item, 'kind'), (at, kind) => checker.oneOf(at, kind, KINDS));
    checker.list(`${path}.tools`, get(item, 'tools'), toolName);
    for (const key of ['status', 'summary', 'advice'])
      checker.optional(`${path}.${key}`, get(item, key), (at, text) => checker.text(at, text));
  });
  checkFallbacks(checker, pack, toolName);
  checker.list('baseUrlSettings', pack.baseUrlSettings, (path, name) => checker.text(path, name));
  checker.list('siteArguments', pack.siteArguments, (path, name) => checker.text(path, name));
  checker.optional('links', pack.links, (path, links) => checker.callable(path, links));
  return checker.faults;
}

function checkTool(checker: PackChecker, path: string, tool: unknown): void {
  checker.list(`${path}.names`, get(tool, 'names'), (at, name) => checker.text(at, name), true);
  checker.oneOf(`${path}.safety`, get(tool, 'safety'), SAFETIES);
  checker.optional(`${path}.timeoutMs`, get(tool, 'timeoutMs'), (at, timeoutMs) => checker.wait(at, timeoutMs, 1));
  checker.list(`${path}.parameters`, get(tool, 'parameters'), (at, name) => checker.text(at, name));
  checker.optional(`${path}.verifyWith`, get(tool, 'verifyWith'), (at, name) => checker.text(at, name));
  checker.optional(`${path}.returnsContent`, get(tool, 'returnsContent'), (at, flag) => checker.flag(at, flag));
}

function checkUniqueNames(checker: PackChecker, pack: Pack): void {
  const seen = new Map<string, string>();
  for (const [index, tool] of (Array.isArray(pack.tools) ? pack.tools : []).entries()) {
    for (const name of Array.isArray(tool?.names) ? tool.names : []) {
      const comparable = String(name).toLowerCase().replaceAll('-', '_');
      const first = seen.get(comparable);
      if (first !== undefined)
        checker.fault(
          `tools[${index}].names`,
          `names a tool that "${first}" names too.`,
          name,
          'a name in one entry only',
        );
      else seen.set(comparable, `tools[${index}]`);
    }
  }
}

function checkRule(
  checker: PackChecker,
  path: string,
  rule: unknown,
  toolName: (path: string, name: unknown) => void,
): void {
  const when = get(rule, 'when');
  const conditions = ['httpStatus', 'vendorCode', 'text', 'kind', 'tools'].filter(
    (key) => get(when, key) !== undefined,
  );
  if (conditions.length === 0)
    checker.fault(
      `${path}.when`,
      'has no condition, so that it would hold always.',
      when,
      'tools, httpStatus, vendorCode, text or kind',
    );
  checker.list(`${path}.when.tools`, get(when, 'tools'), toolName);
  checker.optional(`${path}.when.text`, get(when, 'text'), (at, text) => checker.pattern(at, text));
  checker.optional(`${path}.when.httpStatus`, get(when, 'httpStatus'), (at, value) =>
    checker.oneOrMore(at, value, (here, status) => {
      if (typeof status !== 'number' || !Number.isInteger(status) || status < 100 || status > 599)
        checker.fault(here, 'is no status.', status, '100 to 599');
    }),
  );
  checker.optional(`${path}.when.vendorCode`, get(when, 'vendorCode'), (at, value) =>
    checker.oneOrMore(at, value, (here, code) => checker.text(here, code)),
  );
  checker.optional(`${path}.when.kind`, get(when, 'kind'), (at, value) =>
    checker.oneOrMore(at, value, (here, kind) => checker.oneOf(here, kind, KINDS)),
  );
  const then = get(rule, 'then');
  checker.oneOf(`${path}.then.kind`, get(then, 'kind'), KINDS);
  checker.optional(`${path}.then.code`, get(then, 'code'), (at, code) =>
    checker.text(at, code, CODE, 'words in capitals with "_" between them'),
  );
  checker.optional(`${path}.then.reason`, get(then, 'reason'), (at, reason) => checker.oneOf(at, reason, REASONS));
  checker.optional(`${path}.then.retryAfterMs`, get(then, 'retryAfterMs'), (at, waitMs) => checker.wait(at, waitMs, 0));
  checker.optional(`${path}.then.retryable`, get(then, 'retryable'), (at, flag) => checker.flag(at, flag));
  for (const key of ['status', 'summary', 'advice'])
    checker.optional(`${path}.then.${key}`, get(then, key), (at, text) => checker.text(at, text));
  checker.optional(`${path}.then.details`, get(then, 'details'), (at, details) => checker.callable(at, details));
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value) || value instanceof RegExp) return value;
  Object.freeze(value);
  for (const key of Reflect.ownKeys(value)) deepFreeze(Reflect.get(value, key));
  return value;
}
