import type { StdioLaunch } from '../../config/configuration.ts';
import type { Connection } from '../../connection/connection.ts';
import type { Link } from '../../connection/link.ts';
import { createChildEnvironment } from '../../connection/stdio/child-environment.ts';
import type { Noise } from '../../connection/stdio/noise.ts';
import { StdioTransport } from '../../connection/stdio/stdio-transport.ts';
import { checkValues } from '../check-values.ts';
import type { Finding } from '../checkup.ts';
import type { Examination } from '../examination.ts';
import { describeEra } from '../session/describe-era.ts';
import { type CommandSubject, checkCommand, checkExecutable, checkFolder } from './check-command.ts';
import { exitAdvice } from './exit-advice.ts';

/** Looks at a server over stdio up to the end of its handshake; gives the connection, which the caller closes. */
export async function examineStdio(examination: Examination, launch: StdioLaunch): Promise<Connection | undefined> {
  const { checkup, entry, environment, folder } = examination;
  const { name: serverName, options } = entry;
  const env = createChildEnvironment({ environment, inheritEnv: options.inheritEnv, env: launch.env });
  const { command, args, cwd } = launch;
  const subject: CommandSubject = { serverName, command, args, cwd, env, folder };
  const found = await checkup.run('command', () => checkCommand(subject));
  if (found === undefined) return undefined;
  await checkup.run('executable', async () => ({ finding: await checkExecutable(found, serverName) }));
  await checkup.run('cwd', async () => ({ finding: await checkFolder(subject) }));
  await checkup.run('env', () => ({ finding: checkValues(launch.env, 'variable', literalArguments(args)) }));
  return checkup.failure ? undefined : await start(examination);
}

function literalArguments(args: readonly string[]): readonly string[] {
  const places = args.flatMap((argument, index) => (argument.includes('${') ? [`args[${index}]`] : []));
  return places.length === 0 ? [] : [`${places.join(', ')} still holds a literal "\${…}": it was not replaced.`];
}

/** One start by the connector of the gateway; what it tells is divided among the checks from "start" to "protocol". */
async function start(examination: Examination): Promise<Connection | undefined> {
  const { checkup, clock } = examination;
  checkup.begin('start');
  const startedMs = clock.monotonicMs();
  let openedMs: number | undefined;
  let link: Link | undefined;
  const onLink = (opened: Link): void => {
    link = opened;
    if (openedMs !== undefined) return;
    openedMs = clock.monotonicMs();
    checkup.end('start', { outcome: 'passed', detail: 'The process was started.' }, openedMs - startedMs);
    checkup.begin('handshake');
  };
  const outcome = await examination.connect(onLink).catch((error: unknown) => error);
  const tookMs = clock.monotonicMs() - (openedMs ?? startedMs);
  if (isConnection(outcome)) {
    tellRunning(examination, link);
    checkup.end('handshake', { outcome: 'passed', detail: `Finished in ${Math.round(tookMs)} ms.` }, tookMs);
    checkup.end('era', { outcome: 'passed', detail: describeEra(outcome.info) }, 0);
    return outcome;
  }
  tellFailure(examination, link, outcome, tookMs);
  return undefined;
}

function isConnection(outcome: unknown): outcome is Connection {
  return typeof outcome === 'object' && outcome !== null && 'info' in outcome && !(outcome instanceof Error);
}

/** The checks of a process that runs. */
function tellRunning({ checkup }: Examination, link: Link | undefined): void {
  checkup.end('alive', { outcome: 'passed', detail: 'The process runs.' }, 0);
  checkup.end('stderr', describeStderr(link?.facts.stderrTail ?? ''), 0);
  checkup.end('stdout', describeNoise(noiseOf(link)), 0);
}

function tellFailure(examination: Examination, link: Link | undefined, error: unknown, tookMs: number): void {
  const { checkup, entry } = examination;
  const finding = examination.explain(error, link ? 'handshake' : 'start');
  const code = finding.outcome === 'failed' ? finding.error.code : '';
  if (link === undefined || /^(?:SPAWN_|PLATFORM_)/.test(code)) checkup.end('start', finding, tookMs);
  else if (code === 'PROCESS_EXITED') checkup.end('alive', withLastWords(finding, link, entry.name), tookMs);
  else {
    tellRunning(examination, link);
    const isVersion = code === 'VERSION_UNSUPPORTED';
    if (isVersion) checkup.end('handshake', { outcome: 'passed', detail: 'The server answered.' }, tookMs);
    checkup.end(isVersion ? 'era' : 'handshake', finding, isVersion ? 0 : tookMs);
  }
}

/** What a process that ended wrote last, and what that tells to do. */
function withLastWords(finding: Finding, link: Link, serverName: string): Finding {
  const { stderrTail } = link.facts;
  if (finding.outcome !== 'failed' || stderrTail === '') return finding;
  const advice = exitAdvice(stderrTail, serverName);
  const lines = stderrTail.split('\n').slice(-MAX_STDERR_LINES);
  return { ...finding, lines, ...(advice === undefined ? {} : { fix: advice }) };
}

const MAX_STDERR_LINES = 10;

function describeStderr(tail: string): Finding {
  if (tail === '') return { outcome: 'passed', detail: 'It wrote nothing to stderr.' };
  const lines = tail.split('\n').slice(-MAX_STDERR_LINES);
  return { outcome: 'passed', detail: 'It wrote to stderr, which is no fault.', lines };
}

/** stdout belongs to the protocol: what else stands there is passed over here, and breaks other hosts. */
function describeNoise(noise: Noise | undefined): Finding {
  if (noise === undefined || noise.lines === 0)
    return { outcome: 'passed', detail: 'Nothing but messages came on stdout.' };
  return {
    outcome: 'warning',
    detail: `${noise.lines} ${noise.lines === 1 ? 'line' : 'lines'} on stdout ${noise.lines === 1 ? 'is' : 'are'} no MCP ${noise.lines === 1 ? 'message' : 'messages'}; Seawall passes over them, other hosts may not.`,
    fix: 'Let the server log to stderr: often a variable or an argument makes it quiet.',
    lines: noise.samples(),
  };
}

function noiseOf(link: Link | undefined): Noise | undefined {
  return link?.transport instanceof StdioTransport ? link.transport.noise : undefined;
}
