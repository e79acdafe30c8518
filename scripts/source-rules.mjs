// Rules about packages/*/src that Biome cannot hold; the import table and most of the clock rule stand in biome.json.
// Usage: node scripts/source-rules.mjs [root]. Prints each violation and exits with 1 when there is one.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { listFiles } from './setup/list-files.mjs';

const CLOCK_FILES = /^packages\/core\/src\/(clock|random|ids)\.ts$/;

const RULES = [
  {
    name: 'clock',
    pattern: /\bnew Date\(\s*\)|(?<![.\w])Date\(\s*\)/g,
    except: CLOCK_FILES,
    message: 'Time comes from the injected Clock: use new Date(clock.now()).',
  },
  {
    name: 'clock',
    pattern: /(?:from|import\()\s*'(?:node:)?timers(?:\/promises)?'/g,
    except: CLOCK_FILES,
    message: 'Time comes from the injected Clock: use clock.setTimer() or sleep().',
  },
  {
    name: 'clock',
    pattern: /import\s*{[^}]*\b(?:randomUUID|hrtime|performance)\b[^}]*}\s*from\s*'node:/g,
    except: CLOCK_FILES,
    message: 'Time and ids come from the injected Clock and createId.',
  },
  {
    name: 'clock',
    pattern: /\b(?:globalThis|global)\s*\.\s*(?:Date|Math|performance)\s*\.\s*(?:now|random)\b/g,
    except: CLOCK_FILES,
    message: 'Time and chance come from the injected Clock and random.',
  },
  {
    name: 'inline-import-type',
    pattern: /(?<!\bawait\s*)\bimport\('[^']+'\)\.(?!then\b|catch\b|finally\b)\w+/g,
    message: 'Write "import type { X } from": the import rules do not see import types inside a type.',
  },
  {
    name: 'lazy-testkit',
    files: /^packages\/cli\/src\//,
    // Types are gone at run time.
    pattern: /(?<!\bimport type [^;']*)\b(?:from|import)\s*'@seawall\/testkit[^']*'/g,
    message: 'cli loads testkit only when it needs it: await import("@seawall/testkit").',
  },
  {
    name: 'lazy-telemetry',
    files:
      /^packages\/cli\/src\/(?!observing\/(?:open-observed|open-store|alerting|written-records|rehearse-failures)\.ts$)/,
    pattern: /(?<!\bimport type [^;']*)\b(?:from|import)\s*'@seawall\/telemetry'/g,
    message:
      'cli loads what watches only with open-observed.ts and rehearse-failures.ts; logs come from "@seawall/telemetry/logs".',
  },
  {
    name: 'lazy-tracing',
    files: /^packages\/cli\/src\/(?!tracing\/trace-provider\.ts$)/,
    pattern:
      /(?<!\bimport type [^;']*)\b(?:from|import)\s*'(?:@opentelemetry\/|@seawall\/telemetry\/traces|[./]+(?:tracing\/)?trace-provider\.ts)[^']*'/g,
    message: 'cli loads OpenTelemetry only where traces are asked for: await import("./trace-provider.ts").',
  },
];

/**
 * Finds every violation in the sources of the packages under `root`.
 *
 * @param {string} root
 * @returns {{ readonly rule: string, readonly path: string, readonly line: number, readonly message: string }[]}
 */
export function findViolations(root) {
  const folders = readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name, 'src'));
  const paths = folders.flatMap(listFiles).filter((path) => /\.[cm]?tsx?$/.test(path));
  return paths.sort().flatMap((path) => {
    const name = relative(root, path).split(sep).join('/');
    const source = blankComments(readFileSync(path, 'utf8'));
    return RULES.filter((rule) => (rule.files ?? /./).test(name) && !rule.except?.test(name)).flatMap((rule) =>
      [...source.matchAll(rule.pattern)].map((match) => ({
        rule: rule.name,
        path: name,
        line: source.slice(0, match.index).split('\n').length,
        message: rule.message,
      })),
    );
  });
}

/**
 * Replaces comments by spaces, so that offsets stay. A `//` inside a string survives when no blank stands before it.
 *
 * @param {string} source
 */
function blankComments(source) {
  return source.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, (comment) => comment.replace(/[^\n]/g, ' '));
}

if (process.argv[1] && resolve(process.argv[1]) === import.meta.filename) {
  const violations = findViolations(resolve(process.argv[2] ?? join(import.meta.dirname, '..')));
  for (const { rule, path, line, message } of violations) console.log(`${path}:${line} ${rule}: ${message}`);
  if (violations.length > 0) process.exitCode = 1;
}
