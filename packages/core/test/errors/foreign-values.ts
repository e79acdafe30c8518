import fc from 'fast-check';

/** A value to throw; made when it is needed, because the tool that generates it must not look into it. */
export type MakeValue = () => unknown;

/** Anything that code of others may throw: errors of every make, plain values, and objects that do not let themselves be read. */
export function foreignValues(): fc.Arbitrary<MakeValue> {
  return fc.letrec<{ value: MakeValue; error: MakeValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3, depthIdentifier: 'cause' },
      fc
        .anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withNullPrototype: true })
        .map((value) => () => value),
      fc.constantFrom<unknown>(Symbol('sign'), fail, Number.NaN).map((value) => () => value),
      fc.constantFrom(...HOSTILE),
      tie('error'),
      tie('error'),
    ),
    error: fc
      .record({
        fields: fc.record({
          name: fc.constantFrom<unknown>(undefined, 'AbortError', 'TimeoutError', '', 7, Symbol('name')),
          code: fc.constantFrom<unknown>(
            undefined,
            'ECONNREFUSED',
            'ENOENT',
            'EACCES',
            'constructor',
            -32602,
            -32000,
            Number.NaN,
            null,
          ),
          syscall: fc.constantFrom<unknown>(undefined, 'spawn npx', 'connect', {}),
        }),
        message: fc.option(fc.string(), { nil: undefined }),
        cause: fc.option(tie('value'), { nil: undefined }),
        parts: fc.option(fc.array(tie('value'), { maxLength: 3 }), { nil: undefined }),
        isFrozen: fc.boolean(),
      })
      .map((shape) => () => toError(shape)),
  })).value;
}

interface ErrorShape {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string | undefined;
  readonly cause: MakeValue | undefined;
  readonly parts: readonly MakeValue[] | undefined;
  readonly isFrozen: boolean;
}

function toError({ fields, message, cause, parts, isFrozen }: ErrorShape): Error {
  const options = cause === undefined ? undefined : { cause: cause() };
  const error =
    parts === undefined
      ? new Error(message, options)
      : new AggregateError(
          parts.map((make) => make()),
          message,
          options,
        );
  for (const [key, value] of Object.entries(fields)) if (value !== undefined) Reflect.set(error, key, value);
  return isFrozen ? Object.freeze(error) : error;
}

const fail = (): never => {
  throw new Error('no');
};

const HOSTILE: readonly MakeValue[] = [
  () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  () => new Proxy(new Error('x'), { get: fail }),
  () => new Proxy({}, { getPrototypeOf: fail, ownKeys: fail }),
  () => Object.defineProperty(new Error('x'), 'message', { get: fail }),
  () => Object.defineProperty(new Error('x'), 'cause', { get: fail }),
  () => Object.defineProperty(new Error('x'), 'code', { get: fail }),
  () => Object.defineProperty(new Error('x'), 'name', { get: fail }),
  () => Object.defineProperty({ message: 'x' }, 'errors', { get: fail }),
  () => {
    const own: Error & { cause?: unknown } = new Error('own');
    own.cause = own;
    return own;
  },
  () => {
    const own = new AggregateError([], 'own');
    own.errors.push(own);
    return own;
  },
  () => ({
    toString: fail,
    toJSON: fail,
    [Symbol.toPrimitive]: fail,
  }),
];
