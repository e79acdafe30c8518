import type { MCPError } from './mcp-error.ts';
import { typeTagOf } from './thrown.ts';

/**
 * Calls `call` and passes what it throws through `translate`, in the way in which it came: a throw stays a throw, a promise
 * rejects, a generator throws while it is read.
 *
 * Other thenables are given back untouched: many start their work only when `then` is called, and a promise in their place
 * would lack their methods.
 */
export function interceptErrors<T>(call: () => T, translate: (thrown: unknown) => MCPError): T;
export function interceptErrors(call: () => unknown, translate: (thrown: unknown) => MCPError): unknown {
  let result: unknown;
  try {
    result = call();
  } catch (thrown) {
    throw translate(thrown);
  }
  if (isPromise(result)) {
    return result.then(undefined, (thrown: unknown) => {
      throw translate(thrown);
    });
  }
  return isGenerator(result) ? interceptGenerator(result, translate) : result;
}

function isPromise(value: unknown): value is Promise<unknown> {
  try {
    return value instanceof Promise;
  } catch {
    // A proxy that does not let itself be asked is passed on as it is.
    return false;
  }
}

/** Generator functions run only when their result is read, so what they throw comes out there. */
function isGenerator(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const tag = typeTagOf(value);
  return tag === '[object AsyncGenerator]' || tag === '[object Generator]';
}

function interceptGenerator(generator: object, translate: (thrown: unknown) => MCPError): object {
  return new Proxy(generator, {
    get: (target, key) => {
      const member: unknown = Reflect.get(target, key);
      if (typeof member !== 'function' || !RUNNING_METHODS.has(key)) return member;
      // A generator knows itself by its identity, so its methods can't be called on the proxy.
      return (...parameters: readonly unknown[]) =>
        interceptErrors((): unknown => Reflect.apply(member, target, parameters), translate);
    },
  });
}

const RUNNING_METHODS: ReadonlySet<PropertyKey> = new Set(['next', 'return', 'throw']);
