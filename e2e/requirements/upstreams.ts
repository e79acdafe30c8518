import { join } from 'node:path';
import {
  createScriptedHttpServer,
  type ScriptedHttpServer,
  type ServerScenario,
  scriptedStdioServer,
} from '@seawall/testkit';
import type { TemporaryFolder } from '../support/temporary-folder.ts';
import { cancellationScenario } from './checks/cancellation.ts';
import { completionScenario } from './checks/completion.ts';
import { httpFrontScenario } from './checks/http-front.ts';
import { inputRequiredScenario } from './checks/input-required.ts';
import { lifecycleScenario } from './checks/lifecycle.ts';
import { loggingScenario } from './checks/logging.ts';
import { progressScenario } from './checks/progress.ts';
import { promptsScenario } from './checks/prompts.ts';
import { questionsScenario, SLOW_QUESTION } from './checks/questions.ts';
import { resourcesScenario } from './checks/resources.ts';
import { stdioFrontScenario } from './checks/stdio-front.ts';
import { tasksScenario } from './checks/tasks.ts';
import { toolsScenario } from './checks/tools.ts';
import { ERAS, type Era, WAYS, type Way } from './pairing.ts';
import type { ScenarioPart } from './place.ts';
import { givenUpServerName, ownServerName, serverName } from './server-names.ts';

/** The upstream servers of all pairings. */
export interface Upstreams extends AsyncDisposable {
  /** The entries of a configuration, by the names of the servers. */
  readonly entries: Readonly<Record<string, object>>;
  /** Those that run in this process. */
  readonly http: ReadonlyMap<string, ScriptedHttpServer>;
}

/** Starts the servers that are reached over HTTP, and says how to start the others. */
export async function startUpstreams(folder: TemporaryFolder): Promise<Upstreams> {
  const http = new Map<string, ScriptedHttpServer>();
  const entries: Record<string, object> = {};
  const add = async (name: string, scenario: ServerScenario, link: Way, seawall: object): Promise<void> => {
    if (link === 'stdio') {
      entries[name] = { ...scriptedStdioServer(scenario, { scenarioFile: folder.file(`${name}.json`) }), seawall };
      return;
    }
    const server = await createScriptedHttpServer(scenario);
    http.set(name, server);
    entries[name] = { url: server.url, seawall };
  };
  for (const era of ERAS) {
    for (const link of WAYS) {
      const name = serverName(era, link);
      await add(name, scenarioOf(name, era, folder.path), link, {});
      const own = ownServerName(era, link);
      await add(own, { ...questionsScenario({ name: own, folder: folder.path }), era: eraOf(era) }, link, {
        session: 'per-host',
        timeoutMs: SLOW_QUESTION.timeoutMs,
      });
      const givenUp = givenUpServerName(era, link);
      const scenario = cancellationScenario({ name: givenUp, folder: folder.file(givenUp) });
      await add(givenUp, { ...scenario, era: eraOf(era) }, link, {});
    }
  }
  return {
    entries,
    http,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...http.values()].map((server) => server.close()));
    },
  };
}

const PARTS: readonly ScenarioPart[] = [
  lifecycleScenario,
  toolsScenario,
  resourcesScenario,
  promptsScenario,
  completionScenario,
  loggingScenario,
  progressScenario,
  questionsScenario,
  inputRequiredScenario,
  httpFrontScenario,
  stdioFrontScenario,
  tasksScenario,
];

/** Fewer than each server has of anything that is listed, so that every list has several pages. */
const PAGE_SIZE = 3;

function scenarioOf(name: string, era: Era, folder: string): ServerScenario {
  const parts = PARTS.map((part) => part({ name, folder: join(folder, name) }));
  return {
    ...Object.assign({}, ...parts),
    era: eraOf(era),
    pageSize: PAGE_SIZE,
    tools: parts.flatMap(({ tools = [] }) => tools),
    resources: parts.flatMap(({ resources = [] }) => resources),
    resourceTemplates: parts.flatMap(({ resourceTemplates = [] }) => resourceTemplates),
    prompts: parts.flatMap(({ prompts = [] }) => prompts),
    resultFields: Object.assign({}, ...parts.map(({ resultFields = {} }) => resultFields)),
  };
}

function eraOf(era: Era): 'legacy' | 'modern' {
  return era === '2025-11-25' ? 'legacy' : 'modern';
}
