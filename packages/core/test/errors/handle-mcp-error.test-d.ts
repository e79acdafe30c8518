import { expectTypeOf } from 'vitest';
import { handleMcpError, withErrorContext } from '../../src/index.ts';

declare function overloaded(id: number): number;
declare function overloaded(id: string): Promise<string>;
declare function generic<T>(items: readonly T[], first: boolean): T | undefined;
declare function onService(this: { readonly base: URL }, path: string): Promise<Response>;
declare function stream(from: number): AsyncGenerator<string, number, boolean>;

expectTypeOf(handleMcpError(overloaded)).toEqualTypeOf<typeof overloaded>();
expectTypeOf(handleMcpError(overloaded)(1)).toEqualTypeOf<number>();
expectTypeOf(handleMcpError(overloaded)('a')).toEqualTypeOf<Promise<string>>();
expectTypeOf(handleMcpError(generic)(['a'], true)).toEqualTypeOf<string | undefined>();
expectTypeOf(handleMcpError(onService)).toEqualTypeOf<typeof onService>();
expectTypeOf(handleMcpError(onService)).thisParameter.toEqualTypeOf<{ readonly base: URL }>();
expectTypeOf(handleMcpError(stream)(1)).toEqualTypeOf<AsyncGenerator<string, number, boolean>>();
expectTypeOf(handleMcpError(Object.assign(stream, { tag: 'x' })).tag).toEqualTypeOf<string>();
expectTypeOf(handleMcpError(async (key: string, limit?: number) => key.length + (limit ?? 0))).toEqualTypeOf<
  (key: string, limit?: number) => Promise<number>
>();

// @ts-expect-error The parameters stay what they were.
handleMcpError((key: string) => key)(1);
// @ts-expect-error So does the type of `this`.
void handleMcpError(onService)('path');
// @ts-expect-error Only functions can be wrapped.
handleMcpError('read');

expectTypeOf(withErrorContext({ service: 'a' }, () => 1)).toEqualTypeOf<number>();
expectTypeOf(withErrorContext({ service: 'a' }, async () => 'a')).toEqualTypeOf<Promise<string>>();
