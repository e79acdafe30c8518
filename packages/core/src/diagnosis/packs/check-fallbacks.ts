import type { Pack } from './pack.ts';
import { get, type PackChecker } from './pack-checker.ts';
import { toComparableName } from './tool-name.ts';

type CheckToolName = (path: string, name: unknown) => void;

const PACK_NAME = /^[a-z][a-z0-9-]{0,63}$/;

/** Finds what is wrong with the fallbacks of a pack. */
export function checkFallbacks(checker: PackChecker, pack: Pack, toolName: CheckToolName): void {
  const own = new Set(
    (Array.isArray(pack.tools) ? pack.tools : [])
      .flatMap((tool: unknown) => get(tool, 'names') ?? [])
      .map((name) => toComparableName(String(name))),
  );
  checker.list('fallbacks', pack.fallbacks, (path, entry) => {
    checker.list(`${path}.tools`, get(entry, 'tools'), toolName, get(entry, 'tools') !== undefined);
    if (get(entry, 'instead') === undefined && get(entry, 'lastResort') === undefined)
      checker.fault(path, 'says nothing.', entry, 'an object with instead or lastResort');
    checker.list(`${path}.instead`, get(entry, 'instead'), (at, step) => {
      checkStep(checker, at, step);
      const tool = get(step, 'tool');
      // Of other packs nothing is known here.
      if (get(step, 'pack') === pack.name && typeof tool === 'string' && !own.has(toComparableName(tool)))
        checker.fault(`${at}.tool`, 'is no tool of this pack.', tool, 'a name of an entry of "tools"');
    });
    checker.optional(`${path}.lastResort`, get(entry, 'lastResort'), (at, words) => checkWords(checker, at, words));
  });
}

function checkStep(checker: PackChecker, path: string, step: unknown): void {
  checker.text(`${path}.pack`, get(step, 'pack'), PACK_NAME, 'the name of a pack');
  checker.text(`${path}.tool`, get(step, 'tool'));
  checker.list(`${path}.unless`, get(step, 'unless'), (at, name) => checker.text(at, name));
  checker.optional(`${path}.arguments`, get(step, 'arguments'), (at, values) =>
    checker.fields(at, values, (here, value) =>
      checker.oneOrMore(here, value, (each, source) => checkArgument(checker, each, source)),
    ),
  );
}

function checkArgument(checker: PackChecker, path: string, source: unknown): void {
  const [from, isSite] = [get(source, 'from'), get(source, 'isSite')];
  if ((from === undefined) === (isSite !== true))
    checker.fault(path, 'has to come from one place.', source, 'an object with either from or isSite: true');
  checker.optional(`${path}.from`, from, (at, names) =>
    checker.oneOrMore(at, names, (here, name) => checker.text(here, name)),
  );
  for (const key of ['isSite', 'isRequired'])
    checker.optional(`${path}.${key}`, get(source, key), (at, flag) => checker.flag(at, flag));
  checker.optional(`${path}.when`, get(source, 'when'), (at, when) => checker.pattern(at, when));
  checker.optional(`${path}.values`, get(source, 'values'), (at, values) =>
    checker.fields(at, values, (here, value) => checker.text(here, value)),
  );
  checker.optional(`${path}.wrap`, get(source, 'wrap'), (at, wrap) => {
    if (!Array.isArray(wrap) || wrap.length !== 2 || wrap.some((part) => typeof part !== 'string'))
      checker.fault(at, 'is not valid.', wrap, 'a list of two texts');
  });
  checkLimits(checker, path, get(source, 'min'), get(source, 'max'));
  checker.optional(`${path}.as`, get(source, 'as'), (at, as) => checker.oneOf(at, as, ['list', 'text']));
}

function checkLimits(checker: PackChecker, path: string, min: unknown, max: unknown): void {
  checker.optional(`${path}.min`, min, (at, value) => checker.number(at, value));
  checker.optional(`${path}.max`, max, (at, value) => checker.number(at, value));
  if (typeof min === 'number' && typeof max === 'number' && max < min)
    checker.fault(`${path}.max`, 'is less than min.', max, `a number from ${min}`);
}

function checkWords(checker: PackChecker, path: string, words: unknown): void {
  checker.text(`${path}.message`, get(words, 'message'));
  checker.optional(`${path}.answer`, get(words, 'answer'), (at, answer) => checker.fields(at, answer, () => undefined));
  checker.optional(`${path}.argumentsAs`, get(words, 'argumentsAs'), (at, name) => checker.text(at, name));
}
