import { tmpdir } from 'node:os';
import type { DoctorReport, DoctorStep, DoctorStepId, ExaminedServer } from '../../src/doctor/doctor-report.ts';
import { type DoctorOptions, runDoctor } from '../../src/doctor/run-doctor.ts';
import { type Configuration, readConfiguration } from '../../src/index.ts';

/** Our own environment as doctors of these tests see it: no proxy of this machine gets in. */
export const ENVIRONMENT = { PATH: process.env.PATH ?? '', HOME: tmpdir() };

export function configure(mcpServers: object, further: object = {}): Promise<Configuration> {
  return readConfiguration({ object: { mcpServers, ...further }, env: ENVIRONMENT, folder: tmpdir(), windows: false });
}

export async function examineAll(mcpServers: object, options: DoctorOptions = {}): Promise<DoctorReport> {
  return runDoctor(await configure(mcpServers), { environment: ENVIRONMENT, deadlineMs: 30_000, ...options });
}

/** The examination of one server with the given entry. */
export async function examine(entry: object, options: DoctorOptions = {}): Promise<ExaminedServer> {
  return examined(await examineAll({ x: entry }, options), 'x');
}

export function examined(report: DoctorReport, name: string): ExaminedServer {
  const found = report.servers.find(({ server }) => server === name);
  if (found === undefined || found.outcome === 'disabled') throw new Error(`Server "${name}" was not examined.`);
  return found;
}

export function stepOf({ steps }: ExaminedServer, id: DoctorStepId): DoctorStep {
  const step = steps.find((candidate) => candidate.id === id);
  if (step === undefined) throw new Error(`There is no step "${id}".`);
  return step;
}

/** The outcome of each step in short, as `command:passed`. */
export function outcomes({ steps }: ExaminedServer): readonly string[] {
  return steps.map(({ id, outcome }) => `${id}:${outcome}`);
}
