import { join } from 'node:path';
import { scriptedStdioServer } from '@seawall/testkit';
import { describe, expect, it } from 'vitest';
import { REPOSITORY, serversUp, startGateway } from './support/gateway-process.ts';
import { runProcess } from './support/processes.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const SCRIPT = join(REPOSITORY, 'examples/python/agent_errors.py');
const failing = (name: string, text: string) => ({ name, behaviour: { kind: 'tool-error', text } }) as const;

describe('examples/python/agent_errors.py', () => {
  it('decides by what the gateway says of a failed call', async () => {
    await using folder = await temporaryFolder();
    const jira = scriptedStdioServer({
      tools: [
        { name: 'echo' },
        failing('refused', 'Error: Request failed with status code 401'),
        failing('wrong', 'Error: Request failed with status code 400'),
        failing('down', 'Error: Request failed with status code 503'),
        { name: 'dies', behaviour: { kind: 'exit' } },
      ],
    });
    await using gateway = await startGateway({ folder, config: { mcpServers: { jira } } });
    await serversUp(gateway, 'jira');
    const run = async (tool: string): Promise<string> => {
      const start = {
        command: 'python3',
        args: [SCRIPT, gateway.url, `jira__${tool}`, '{"n": 1}'],
        env: {},
        cwd: folder.path,
      };
      const { stdout, stderr } = await runProcess(start);
      return stdout + stderr;
    };
    expect(await run('echo')).toContain('code: none\nagent: go on');
    expect(await run('refused')).toMatch(/code: authentication \w+\nagent: ask a person: /);
    expect(await run('wrong')).toContain('agent: let the model correct its call');
    expect(await run('down')).toMatch(/agent: come back in \d+ s/);
    expect(await run('dies')).toMatch(/code: outcome_unknown \w+\nagent: look first whether it ran/);
    expect(await run('nonsense')).toContain('tools/call was refused');
  });
});
