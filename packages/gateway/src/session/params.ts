import type { StandardSchemaV1 } from '@modelcontextprotocol/server';
import { INVALID_PARAMS_CODE, JsonRpcErrorAnswer } from '../reply/json-rpc-error.ts';

/** Parameters of a request as they came, unknown fields included. */
export type Params = Readonly<Record<string, unknown>>;

/** Takes any object as it came: what it has to hold is the business of whom it is for. */
export const ANY_OBJECT: StandardSchemaV1<unknown, Params> = {
  '~standard': {
    version: 1,
    vendor: 'seawall',
    validate: (value) => (isParams(value) ? { value } : { issues: [{ message: 'It has to be an object.' }] }),
  },
};

/** Whether `value` can be parameters. */
export function isParams(value: unknown): value is Params {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A parameter that has to be a string. @throws {@link JsonRpcErrorAnswer} with -32602. */
export function requireText(params: Params, field: string): string {
  const value = params[field];
  if (typeof value === 'string') return value;
  throw new JsonRpcErrorAnswer({ code: INVALID_PARAMS_CODE, message: `The parameter "${field}" has to be a string.` });
}

/** The parameters without the progress token in their `_meta`: it means something to who made it only. */
export function withoutProgressToken(params: Params): Params {
  const meta = params._meta;
  if (!isParams(meta) || !('progressToken' in meta)) return params;
  const { progressToken: _, ...rest } = meta;
  return { ...params, _meta: rest };
}
