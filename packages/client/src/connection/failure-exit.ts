import { MCPConnectionError } from '@seawall/core/base';
import { type FailureContext, present } from './failure-context.ts';

/** The error for a process that ended. */
export function describeExit(context: FailureContext, cause?: unknown): MCPConnectionError {
  const { serverName, phase, subject, facts } = context;
  const { exitCode, signal } = facts.exit ?? {};
  const how = signal ? `was ended by ${signal}` : `exited with code ${exitCode ?? 'unknown'}`;
  const when =
    phase === 'connect' ? 'before it was ready' : subject.method === '' ? undefined : `during ${subject.operation}`;
  const lastLine = lastWords(facts.stderrTail);
  return new MCPConnectionError({
    code: 'PROCESS_EXITED',
    serverName,
    transportType: 'stdio',
    message: `The process of server "${serverName}" ${how}${when ? ` ${when}` : ''}${lastLine ? `; it last wrote: "${lastLine}".` : ' and wrote nothing to stderr.'}`,
    hint: exitAdvice(exitCode, signal),
    ...present({ exitCode, signal, stderrTail: facts.stderrTail || undefined, cause }),
  });
}

/** An error that nobody caught stands above its stack, not in the last line, when Node ends because of it. */
const UNCAUGHT_ERROR = /^(?:Uncaught )?[A-Za-z]*Error(?: \[\w+\])?: \S/;

/** What a process said last, as far as it tells why it ended. */
function lastWords(stderrTail: string): string | undefined {
  const lines = stderrTail
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const last = lines.findLast((line) => !isStackFrame(line)) ?? lines.at(-1);
  const isCrashOfNode = last !== undefined && /^Node\.js v\d/.test(last);
  const error = isCrashOfNode ? lines.findLast((line) => UNCAUGHT_ERROR.test(line)) : undefined;
  return (error ?? last)?.slice(0, 300);
}

/** Where in its code a program failed tells its author something, and nobody else. */
function isStackFrame(line: string): boolean {
  return line.startsWith('at ') && /:\d{1,9}\)?$/.test(line);
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
