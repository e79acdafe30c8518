import { join } from 'node:path';
import { MCPConnectionError, type ParkedCall, type ParkedState } from '@seawall/core';
import { openParkedLog } from '@seawall/store';
import { describe, expect, it } from 'vitest';
import { PARKED_FILE } from '../../src/observing/observing-options.ts';
import { UNSTARTABLE } from '../scripted-config.ts';
import { type RunningGateway, runGateway } from './running-gateway.ts';

const IDS = { waiting: '11111111-1111-4111-8111-111111111111', unknown: '22222222-2222-4222-8222-222222222222' };

function parked(id: string, sequence: number, state: ParkedState): ParkedCall {
  const nowMs = Date.now();
  return {
    id,
    sequence,
    state,
    principal: { id: 'anonymous' },
    server: 'jira',
    tool: 'write',
    arguments: { title: `x\u001b[2Jy ${sequence}`, password: 'hunter2' },
    parkedAtMs: nowMs - 120_000,
    expiresAtMs: nowMs + 3_600_000,
    changedAtMs: nowMs - 60_000,
    sends: state === 'unknown' ? 1 : 0,
    why: new MCPConnectionError({ code: 'CONNECTION_REFUSED', message: 'Server "jira" refused\u001b[31m.' }).toJSON(),
  };
}

/** A gateway whose log holds a write that waits and one whose fate is unknown. */
function gatewayWithParked(): Promise<RunningGateway> {
  const tools = { write: { park: true, safety: 'write' } };
  return runGateway(
    { mcpServers: { jira: { ...UNSTARTABLE, seawall: { tools } } } },
    {
      prepare: async (dataDir) => {
        const log = await openParkedLog({ file: join(dataDir, PARKED_FILE) });
        await log.put(parked(IDS.waiting, 1, 'parked'));
        await log.put(parked(IDS.unknown, 2, 'unknown'));
        await log.close();
      },
    },
  );
}

describe('seawall parked', () => {
  it('lists writes that wait or whose fate is unknown, and shows one with its secrets hidden', async () => {
    await using gateway = await gatewayWithParked();
    const { text } = (await gateway.run('parked', 'list')).stdout;
    expect(text).toMatch(
      new RegExp(
        `^unknown {2}jira write {2}parked \\d+ (s|min) ago, sent 1 time {2}${IDS.unknown}\\n {4}Server "jira" refused\\\\x1b\\[31m\\.\\n` +
          `parked {2}jira write {2}parked \\d+ (s|min) ago, expires in 60 min, sent 0 times {2}${IDS.waiting}\\n`,
      ),
    );
    const shown = (await gateway.run('parked', 'show', IDS.waiting)).stdout.text;
    expect(shown).toMatch(/^state +parked for[\s\S]*^tool +write$[\s\S]*^why +Server "jira"/m);
    expect(shown).not.toContain('hunter2');
    expect(shown).not.toContain('\u001b');
    const only = await gateway.run('parked', 'list', '--state', 'unknown', '--json');
    expect(JSON.parse(only.stdout.text).items).toMatchObject([{ id: IDS.unknown, state: 'unknown' }]);
  });

  it('sends one that may have run only after somebody said that it did not', async () => {
    await using gateway = await gatewayWithParked();
    const refused = await gateway.run('parked', 'replay', IDS.unknown, '--reason', 'again');
    expect([refused.exitCode, refused.stdout.text]).toEqual([2, '']);
    expect(refused.stderr.text).toMatch(/may have run\. Nothing was sent\.[\s\S]*--confirm-not-run/);
    const before = await gateway.run('parked', 'show', IDS.unknown, '--json');
    expect(JSON.parse(before.stdout.text).state).toBe('unknown');
    const sent = await gateway.run(
      'parked',
      'replay',
      IDS.unknown,
      '--confirm-not-run',
      '--reason',
      'looked',
      '--json',
    );
    expect([sent.exitCode, sent.stderr.text]).toEqual([0, '']);
    expect(JSON.parse(sent.stdout.text)).toMatchObject({ id: IDS.unknown, state: 'parked' });
  });

  it('gives one up only when that is confirmed, and once', async () => {
    await using gateway = await gatewayWithParked();
    const discard = ['parked', 'discard', IDS.waiting, '--reason', 'not needed'] as const;
    const unconfirmed = await gateway.run(...discard);
    expect(unconfirmed.exitCode).toBe(2);
    expect(unconfirmed.stderr.text).toContain('--yes');
    const discarded = await gateway.run(...discard, '--yes');
    expect(discarded.stdout.text).toMatch(/^state +discarded[\s\S]*^changed by +token: not needed$/m);
    const again = await gateway.run(...discard, '--yes');
    expect(again.exitCode).toBe(1);
    expect(again.stderr.text).toMatch(/is discarded already[\s\S]*code: TICKET_STATE_CONFLICT/);
  });
});
