import { type ChildProcess, spawn } from 'node:child_process';
import { type StdioScenario, scriptedStdioServer } from '@seawall/testkit';
import { vi } from 'vitest';

// Each test starts processes; on a busy machine that takes its time.
vi.setConfig({ testTimeout: 20_000 });

/** A scripted server as a bare process, with everything it wrote. */
export interface RawProcess extends AsyncDisposable {
  readonly child: ChildProcess;
  readonly exit: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  stdout(): string;
  stderr(): string;
  send(...messages: object[]): void;
  /** The messages on stdout that are JSON. */
  messages(): Record<string, unknown>[];
  /** Waits until a message is there that `matches`. */
  message(matches: (message: Record<string, unknown>) => boolean): Promise<Record<string, unknown>>;
}

export const INITIALIZE = {
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
} as const;

export function callTool(id: number, name: string, args: object = {}): object {
  return { jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: args } };
}

export function startRaw(scenario: StdioScenario): RawProcess {
  const { command, args, env } = scriptedStdioServer(scenario);
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: 'pipe' });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin.on('error', () => undefined); // A test may write to a process that is gone.
  const exit: RawProcess['exit'] = new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  const messages = (): Record<string, unknown>[] => stdout.split('\n').flatMap(parse);
  return {
    child,
    exit,
    stdout: () => stdout,
    stderr: () => stderr,
    messages,
    send: (...sent) => void child.stdin.write(sent.map((message) => `${JSON.stringify(message)}\n`).join('')),
    message: (matches) =>
      vi.waitFor(() => {
        const found = messages().find(matches);
        if (found === undefined) throw new Error(`no such message; stdout: ${stdout.slice(0, 500)}; stderr: ${stderr}`);
        return found;
      }, WAIT),
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await exit;
    },
  };
}

/** How long a test polls; generous, because the machine may be busy. */
export const WAIT = { timeout: 30_000, interval: 10 } as const;

function parse(line: string): Record<string, unknown>[] {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? [Object.fromEntries(Object.entries(value))] : [];
  } catch {
    return [];
  }
}
