import { describe, expect, it } from 'vitest';
import { ADMIN_ROUTES, createOpenApi, exportColumns, ROUTE_PATHS, type Route } from '../src/index.ts';

const ROUTES = Object.entries<Route>(ADMIN_ROUTES);

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Every object in a value, however deep. */
function* objectsIn(value: unknown): Generator<Readonly<Record<string, unknown>>> {
  if (!isRecord(value)) return;
  yield value;
  for (const inner of Object.values(value)) yield* objectsIn(inner);
}

describe('the table of routes', () => {
  it('has each way of reaching something once', () => {
    const ways = ROUTES.map(([, { method, path }]) => `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`);
    expect(ways.filter((way, index) => ways.indexOf(way) !== index)).toEqual([]);
  });

  it('tells clients the method and the path of each route', () => {
    expect(ROUTE_PATHS).toEqual(Object.fromEntries(ROUTES.map(([id, { method, path }]) => [id, `${method} ${path}`])));
  });

  it.each(ROUTES)('describes %s whole: a tag, a sentence, and the parameters of its path', (_id, route) => {
    expect(route.path).toMatch(/^\/api(\/[a-z-]+(\.json)?|\/\{\w+\})+$/);
    expect(route.summary).toMatch(/^[A-Z].*\.$/);
    expect(route.tag).not.toBe('');
    const named = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(Object.keys(route.parameters.shape)).toEqual(named);
  });

  it.each(ROUTES.filter(([, { method }]) => method === 'GET'))(
    'takes no body for %s, which changes nothing',
    (_id, route) => {
      expect(route.body.safeParse({ anything: 1 }).success).toBe(false);
    },
  );

  it.each(ROUTES)('refuses a query that %s does not know', (_id, route) => {
    expect(route.query.safeParse({ misspelt: '1' }).success).toBe(false);
  });

  it('gives lists that can be exported columns, with the fields of inner objects', () => {
    const lists = ROUTES.filter(([, { answers }]) => answers === 'list');
    expect(lists.length).toBeGreaterThan(5);
    for (const [, route] of lists) expect(exportColumns(route)).not.toEqual([]);
    expect(exportColumns(ADMIN_ROUTES.listErrors)).toEqual(
      expect.arrayContaining(['id', 'atMs', 'server', 'error.code', 'error.message']),
    );
    expect(exportColumns(ADMIN_ROUTES.getError)).toEqual([]);
  });

  it('takes several values in one parameter, and refuses what is none of them', () => {
    const { query } = ADMIN_ROUTES.listErrors;
    expect(query.parse({ kinds: 'timeout,connection', servers: 'a,b', limit: '5' })).toEqual({
      kinds: ['timeout', 'connection'],
      servers: ['a', 'b'],
      limit: 5,
      order: 'newest-first',
    });
    expect(query.safeParse({ kinds: 'timeout,nonsense' }).success).toBe(false);
    for (const limit of ['0', '1001', '-1', '1.5', 'x', '']) expect(query.safeParse({ limit }).success).toBe(false);
  });
});

describe('the OpenAPI document', () => {
  const document = createOpenApi('1.2.3');

  it('has every operation, with the name of its route', () => {
    const ids = [...objectsIn(document.paths)].flatMap(({ operationId }) =>
      operationId === undefined ? [] : [operationId],
    );
    expect(ids.toSorted()).toEqual(Object.keys(ADMIN_ROUTES).toSorted());
    expect(document).toMatchObject({ openapi: '3.1.0', info: { version: '1.2.3' } });
  });

  it('refers to nothing that is not in it', () => {
    const schemas = isRecord(document.components) ? document.components.schemas : undefined;
    const known = Object.keys(isRecord(schemas) ? schemas : {}).map((name) => `#/components/schemas/${name}`);
    const references = [...objectsIn(document)].flatMap(({ $ref }) => ($ref === undefined ? [] : [$ref]));
    expect(references.length).toBeGreaterThan(0);
    expect(references.filter((reference) => !known.includes(String(reference)))).toEqual([]);
  });

  it('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });
});
