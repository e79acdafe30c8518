import { z } from 'zod';
import type { Route } from './route.ts';

/**
 * The columns of a list as a table, in the order of its schema: fields within an object are columns of their own, as
 * `error.code`.
 *
 * @returns none for a route that is no list
 */
export function exportColumns({ answers, answer }: Route): readonly string[] {
  if (answers !== 'list') return [];
  const schema = z.toJSONSchema(answer, { io: 'output', unrepresentable: 'any', reused: 'inline' });
  const shapeOf = (value: unknown): Shape => {
    const shape = toShape(value);
    return typeof shape.$ref === 'string' ? toShape(toShape(schema.$defs)[shape.$ref.slice(DEFS.length)]) : shape;
  };
  const item = shapeOf(shapeOf(shapeOf(schema).properties?.items).items);
  return Object.entries(item.properties ?? {}).flatMap(([name, property]) => {
    const inner = Object.keys(shapeOf(property).properties ?? {});
    return inner.length === 0 ? [name] : inner.map((field) => `${name}.${field}`);
  });
}

const DEFS = '#/$defs/';

interface Shape {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly items?: unknown;
  readonly $ref?: unknown;
  readonly [name: string]: unknown;
}

function toShape(value: unknown): Shape {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
