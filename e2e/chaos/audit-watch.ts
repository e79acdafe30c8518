import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createAdminClient } from '@seawall/admin-api';
import { argumentsDigest } from '@seawall/telemetry';
import type { Running } from '../../bench/contender.ts';
import { until } from '../support/polling.ts';
import { member } from './host.ts';

/** What the audit has to say of the gateways on one folder, one after the other, each once it is killed. */
export class AuditWatch {
  /** Digests of the arguments of calls, in the order in which they were answered. */
  #answered: string[] = [];
  /** For each action that was confirmed, how many calls had been answered when it was asked for. */
  #confirmed: number[] = [];
  /** Rows of actions of the gateways before. */
  #actionsBefore = 0;

  /** A call with these arguments, which no other one has, was answered. */
  noteAnswer(given: object): void {
    this.#answered.push(argumentsDigest(given) ?? '');
  }

  /** Acts on a server through the admin API again and again, until `goesOn` says no or the gateway is gone. */
  async act(
    { port }: Running,
    place: { readonly dataDir: string; readonly server: string },
    goesOn: () => boolean,
  ): Promise<void> {
    const { dataDir, server } = place;
    const baseUrl = `http://127.0.0.1:${port}`;
    try {
      const token = await until(() => tokenFor(dataDir, baseUrl), { what: 'the admin API is there', withinMs: 10_000 });
      const client = createAdminClient({ baseUrl, fetch, headers: { authorization: `Bearer ${token}` } });
      while (goesOn()) {
        const answered = this.#answered.length;
        await client.request(ACTION, { parameters: { server } });
        this.#confirmed.push(answered);
        await pause(ACT_EVERY_MS);
      }
    } catch {
      // It was killed: what was not confirmed is not asked for.
    }
  }

  /** How many rows the last gateway owes, and how many of them are not there; the next one begins anew. */
  async look(folder: string): Promise<{ readonly due: number; readonly missing: number }> {
    const rows = await rowsIn(folder);
    const digests = new Set(rows.map((row) => member(row, 'argumentsDigest')));
    // Rows of calls are written beside those of actions, in batches: two actions later all of them are there.
    const calls = this.#answered.slice(0, this.#confirmed.at(-3) ?? 0);
    const actions = rows.filter((row) => member(row, 'action') === ACTION).length;
    const owed = this.#confirmed.length;
    const missing =
      calls.filter((digest) => !digests.has(digest)).length + Math.max(0, owed - (actions - this.#actionsBefore));
    this.#actionsBefore = actions;
    this.#answered = [];
    this.#confirmed = [];
    return { due: calls.length + owed, missing };
  }
}

const ACTION = 'checkServer';
const ACT_EVERY_MS = 50;

/** The token of the gateway at an address; `undefined` until it is there. */
async function tokenFor(dataDir: string, baseUrl: string): Promise<string | undefined> {
  const address: unknown = JSON.parse(await readFile(join(dataDir, 'admin.json'), 'utf8'));
  return member(address, 'baseUrl') === baseUrl ? String(member(address, 'token')) : undefined;
}

/** All whole rows of an audit. */
async function rowsIn(folder: string): Promise<readonly unknown[]> {
  const names = await readdir(folder).catch(() => []);
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.flatMap((text) => text.split('\n').flatMap(parse));
}

/** A line that a killed process did not end is no row. */
function parse(line: string): readonly unknown[] {
  try {
    return [JSON.parse(line)];
  } catch {
    return [];
  }
}
