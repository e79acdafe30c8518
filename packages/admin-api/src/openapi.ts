import { z } from 'zod';
import type { Route } from './route.ts';
import { ADMIN_ROUTES, EXPORT_FORMATS } from './routes.ts';
import { problem } from './schemas/problem.ts';
import { CSRF_HEADER, PROBLEM_TYPE, SESSION_COOKIE } from './wire.ts';

type Json = Readonly<Record<string, unknown>>;

/** The admin API as an OpenAPI 3.1 document, made of its route table. */
export function createOpenApi(version: string): Json {
  const paths: Record<string, Record<string, unknown>> = {};
  const schemas = new SchemaBook();
  for (const [id, route] of Object.entries<Route>(ADMIN_ROUTES)) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: toOperation(id, route, schemas) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Seawall admin API', version },
    security: [{ bearer: [] }, { cookie: [] }],
    paths,
    components: {
      schemas: schemas.named,
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        cookie: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE },
      },
    },
  };
}

function toOperation(id: string, route: Route, schemas: SchemaBook): Json {
  const { summary, tag, parameters, query, body } = route;
  const hasBody = route.method !== 'GET';
  return {
    operationId: id,
    summary,
    tags: [tag],
    parameters: [
      ...toParameters(parameters, 'path'),
      ...toParameters(query, 'query'),
      ...(route.answers === 'list' ? [EXPORT_PARAMETER] : []),
      ...(hasBody ? [CSRF_PARAMETER] : []),
    ],
    ...(hasBody
      ? { requestBody: { required: true, content: { 'application/json': { schema: schemas.read(body, 'input') } } } }
      : {}),
    responses: { 200: toAnswer(route, schemas), default: toProblemAnswer(schemas) },
  };
}

function toAnswer({ answers, answer }: Route, schemas: SchemaBook): Json {
  const schema = schemas.read(answer, 'output');
  if (answers === 'stream') return { description: 'The stream.', content: { 'text/event-stream': { schema } } };
  const content: Record<string, unknown> = { 'application/json': { schema } };
  if (answers === 'list') {
    content['application/x-ndjson'] = { schema: { type: 'string' } };
    content['text/csv'] = { schema: { type: 'string' } };
  }
  return { description: 'Done.', content };
}

function toParameters(schema: z.ZodObject, place: 'path' | 'query'): readonly Json[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
}

/** Schemas with a name, which stand once in the document and are referred to everywhere else. */
class SchemaBook {
  readonly named: Record<string, unknown> = {};

  read(schema: z.ZodType, io: 'input' | 'output'): Json {
    const text = JSON.stringify(z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' }));
    const {
      $schema: _dialect,
      $defs = {},
      ...rest
    } = JSON.parse(text.replaceAll('"#/$defs/', '"#/components/schemas/'));
    for (const [name, { id: _name, ...definition }] of Object.entries<Json>($defs)) this.named[name] = definition;
    const { id: _own, ...whole } = rest;
    return whole;
  }
}

const EXPORT_PARAMETER: Json = {
  name: 'format',
  in: 'query',
  required: false,
  description: 'Gives the whole list, from the newest on, as a file: not one page, and without a limit.',
  schema: { enum: EXPORT_FORMATS },
};

const CSRF_PARAMETER: Json = {
  name: CSRF_HEADER,
  in: 'header',
  required: false,
  description: 'Any value; needed with the cookie, not with a bearer token.',
  schema: { type: 'string' },
};

function toProblemAnswer(schemas: SchemaBook): Json {
  return {
    description: 'What is wrong (RFC 9457).',
    content: { [PROBLEM_TYPE]: { schema: schemas.read(problem, 'output') } },
  };
}
