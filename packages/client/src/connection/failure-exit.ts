import { MCPConnectionError } from '@seawall/core';
import { type FailureContext, present } from './failure-context.ts';

/** The error for a process that ended. */
export function describeExit(context: FailureContext, cause?: unknown): MCPConnectionError {
  const { serverName, phase, subject, facts } = context;
  const { exitCode, signal } = facts.exit ?? {};
  const how = signal ? `was ended by ${signal}` : `exited with code ${exitCode ?? 'unknown'}`;
  const when =
    phase === 'connect' ? 'before it was ready' : subject.method === '' ? undefined : `during ${subject.operation}`;
  const lastLine = facts.stderrTail.split('\n').at(-1)?.trim().slice(0, 300);
  return new MCPConnectionError({
    code: 'PROCESS_EXITED',
    serverName,
    transportType: 'stdio',
    message: `The process of server "${serverName}" ${how}${when ? ` ${when}` : ''}${lastLine ? `; it last wrote: "${lastLine}".` : ' and wrote nothing to stderr.'}`,
    hint: exitAdvice(exitCode, signal),
    ...present({ exitCode, signal, stderrTail: facts.stderrTail || undefined, cause }),
  });
}

function exitAdvice(exitCode: number | undefined, signal: string | undefined): string {
  if (exitCode === 127)
    return 'A program that it runs was not found: check its PATH and what it needs to be installed.';
  if (exitCode === 126) return 'A file that it runs is not executable.';
  if (signal === 'SIGKILL') return 'Something ended it by force, often because memory ran out.';
  if (signal === 'SIGSEGV' || signal === 'SIGABRT' || signal === 'SIGBUS')
    return 'It crashed; report it to the author of the server.';
  return 'Run its command by hand to see why it ends; often a variable or an argument is missing.';
}
