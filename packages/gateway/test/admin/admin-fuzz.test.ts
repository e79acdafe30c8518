import { createSystemId } from '@seawall/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AdminWorld, openAdminWorld } from '../support/admin-world.ts';
import { hostileText, type JsonSchema, valueLike } from './json-schema-arbitrary.ts';

/** What of an OpenAPI document a request is made of. */
interface Operation {
  readonly operationId: string;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: JsonSchema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> };
}

interface Asked {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/** Every operation, with requests that its description allows, and now and then some that it does not. */
async function operationsOf(world: AdminWorld): Promise<readonly fc.Arbitrary<Asked>[]> {
  const document: { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> } = JSON.parse(
    await (await world.ask('/api/openapi.json')).text(),
  );
  const errors = await world.client.request('listErrors');
  const calls = await world.client.request('listCalls');
  const known = [...errors.items, ...calls.items].map(({ id }) => id);
  const names = fc.constantFrom('up', 'leaky', 'echo', 'leak', 'log', 'server-down', 'why', ...known);
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => requestOf({ path, method, operation }, names)),
  );
}

function requestOf(
  { path, method, operation }: { readonly path: string; readonly method: string; readonly operation: Operation },
  names: fc.Arbitrary<string>,
): fc.Arbitrary<Asked> {
  const query = operation.parameters.filter((parameter) => parameter.in === 'query');
  const filters = fc.record(Object.fromEntries(query.map(({ name, schema }) => [name, valueLike(schema, names)])), {
    requiredKeys: [],
  });
  const schema = operation.requestBody?.content['application/json']?.schema;
  return fc.record({
    id: fc.constant(operation.operationId),
    method: fc.constant(method.toUpperCase()),
    path: fc
      .tuple(fc.oneof(names, hostileText), filters)
      .map(([name, given]) => `${path.replace(/\{\w+\}/, toSegment(name))}?${toQuery(given)}`),
    body: schema === undefined ? fc.constant(undefined) : valueLike(schema, names),
  });
}

function toSegment(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replaceAll('.', '%2E') || 'x';
}

function toQuery(given: object): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(given)) query.set(name, toText(value).toWellFormed());
  return query.toString();
}

/** An object may have a field "toString" that is none. */
function toText(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A stream that goes on for ever is looked at no further than its beginning. */
async function textOf(response: Response, id: string): Promise<string> {
  if (id !== 'getEvents' || response.status !== 200) return response.text();
  await response.body?.cancel();
  return '';
}

const MAX_GUESSES = 10;

describe('the admin API, asked for everything that its own document describes', () => {
  const secret = ['planted', createSystemId()].join('-');
  const options = {
    servers: {
      up: {},
      leaky: { tools: [{ name: 'leak', behaviour: { kind: 'tool-error', text: `Refused: ${secret} is wrong` } }] },
    },
    entries: { leaky: { headers: { authorization: `Bearer ${secret}` } } },
    tracker: { payloads: 'all' },
  } as const;

  it('never fails in an unforeseen way, never shows a secret, and changes nothing without the token', async () => {
    const unforeseen: unknown[] = [];
    const logger = {
      log: (level: string, message: string, fields?: object) => {
        if (level === 'error') unforeseen.push([message, fields]);
      },
    };
    await using world = await openAdminWorld({ ...options, logger });
    await world.seawall.callTool({ server: 'up', name: 'echo', arguments: { text: secret } });
    await expect(world.seawall.callTool({ server: 'leaky', name: 'leak' })).rejects.toThrow();
    await world.settle();
    const operations = await operationsOf(world);
    const secrets = [secret, world.token];
    const changes = () => world.audit.rows.filter(({ decision }) => decision === 'allowed').length;
    let guesses = 0;
    const one = async ({ id, method, path, body }: Asked): Promise<void> => {
      // More of them would be taken for guesses, and everything refused.
      if (id === 'openSession') guesses += 1;
      if (id === 'openSession' && guesses > MAX_GUESSES) return;
      const before = changes();
      const stranger = await world.ask(path, { method, body, withToken: false });
      expect([400, 401]).toContain(stranger.status);
      await stranger.text();
      expect(changes()).toBe(before);
      const response = await world.ask(path, { method, body });
      const text = await textOf(response, id);
      const shown = `${text}${[...response.headers].flat().join('\n')}`;
      expect(secrets.filter((planted) => shown.includes(planted))).toEqual([]);
      if (!response.ok) expect(response.headers.get('content-type')).toBe('application/problem+json');
      expect(response.status).not.toBe(500);
      expect(response.status).not.toBe(429);
      expect(unforeseen).toEqual([]);
    };
    await fc.assert(fc.asyncProperty(fc.oneof(...operations), one), { numRuns: 400 });
  });
});
