import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One check of a scenario, as a suite reported it. */
export interface Check {
  readonly scenario: string;
  /** Not unique: a scenario may check the same thing several times. */
  readonly id: string;
  readonly status: 'SUCCESS' | 'FAILURE' | 'WARNING' | 'SKIPPED' | 'INFO';
  readonly message: string;
}

/** What the suite's files are named after a scenario: `server-NAME-TIME`, for clients `NAME-TIME`. */
const FOLDER_NAME = /^(?:server-)?(?<scenario>.+)-\d{4}-\d\d-\d\dT[\d-]+Z$/;

/**
 * Reads all checks that a run left in its folder, in the order of the scenarios' names.
 *
 * A scenario that broke off has a folder and no checks.
 */
export async function readChecks(folder: string): Promise<readonly Check[]> {
  if (!existsSync(folder)) return [];
  const names = (await readdir(folder)).sort();
  const perScenario = names.map(async (name) => {
    const scenario = FOLDER_NAME.exec(name)?.groups?.scenario;
    if (scenario === undefined) throw new Error(`The suite wrote a folder that is no scenario's: "${name}".`);
    const file = join(folder, name, 'checks.json');
    if (!existsSync(file)) return [];
    const content: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (!Array.isArray(content)) throw new Error(`The checks of "${scenario}" are not a list.`);
    return content.map((entry: unknown) => toCheck(scenario, entry));
  });
  return (await Promise.all(perScenario)).flat();
}

function toCheck(scenario: string, entry: unknown): Check {
  const status = field(entry, 'status');
  if (!isStatus(status)) throw new Error(`A check of "${scenario}" has the unknown status "${String(status)}".`);
  return { scenario, id: String(field(entry, 'id')), status, message: String(field(entry, 'errorMessage') ?? '') };
}

const STATUSES: readonly Check['status'][] = ['SUCCESS', 'FAILURE', 'WARNING', 'SKIPPED', 'INFO'];

function isStatus(value: unknown): value is Check['status'] {
  return STATUSES.some((status) => status === value);
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
