import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../support/polling.ts';
import { FAULTS } from './faults.ts';
import type { VendorMood } from './faulty-vendor.ts';
import type { Delivered, Leg } from './legs.ts';
import { observe } from './observed.ts';
import { SPECIALS } from './specials.ts';
import type { Subject, SubjectCall } from './subjects.ts';

/** One call under one fault, and what came of it. */
export interface Cell {
  readonly server: string;
  readonly tool: string;
  readonly fault: string;
  readonly delivered: Delivered;
  /** How often the server asked its service for this one call. */
  readonly requests: number;
}

export interface SweepOptions {
  readonly leaky?: boolean;
  /** Ends calls that nobody else ends.
   * @default no limit but the gateway's */
  readonly silenceMs?: number;
  /** The faults to go through.
   * @default all, and those that only this service has */
  readonly faults?: readonly VendorMood['fault'][];
}

/** Calls every tool of a server under every fault, one after the other. */
export async function sweep(subject: Subject, leg: Leg, options: SweepOptions = {}): Promise<readonly Cell[]> {
  const cells: Cell[] = [];
  const special = (SPECIALS[subject.name] ?? []).map((name) => ({ special: name }));
  for (const call of subject.calls) {
    for (const fault of options.faults ?? [...FAULTS, ...special]) {
      if (!isWorthwhile(subject, call, fault)) continue;
      if (subject.isRemote) await recover(subject, leg);
      subject.vendor.become({ fault, leaky: options.leaky === true });
      const limitMs = fault === 'silence' ? options.silenceMs : undefined;
      const delivered = await callOnce(subject, leg, call, limitMs);
      const { requests } = subject.vendor;
      const name = typeof fault === 'string' ? fault : fault.special;
      cells.push({ server: subject.name, tool: call.tool, fault: name, delivered, requests });
    }
  }
  subject.vendor.become({ fault: '200' });
  return cells;
}

/** Only the first call of a server is one that its service can answer well, and that its own faults are about. */
function isWorthwhile({ calls }: Subject, call: SubjectCall, fault: VendorMood['fault']): boolean {
  return call === calls[0] || (typeof fault === 'string' && fault !== '200');
}

/** What is waited for is a server that refuses a second call within a second by itself. */
const ASKS_WITHIN_MS = 20_000;
const PAUSE_MS = 100;

/** Calls until the server has asked its service: an answer that does not come from there is not about the fault. */
async function callOnce({ name, vendor }: Subject, leg: Leg, call: SubjectCall, limitMs?: number): Promise<Delivered> {
  const giveUpAtMs = performance.now() + ASKS_WITHIN_MS;
  for (;;) {
    const delivered = await leg.call(name, call, limitMs);
    if (vendor.requests > 0 || performance.now() > giveUpAtMs) return delivered;
    await pause(PAUSE_MS);
  }
}

/** Calls until a server answers well: one that has lost its connection would answer for that, not for the next fault. */
async function recover({ name, vendor, calls: [call] }: Subject, leg: Leg): Promise<void> {
  vendor.become({ fault: '200' });
  if (call === undefined) return;
  await until(async () => observe(await leg.call(name, call)).kind === 'none', { what: `${name} answers again` });
}
