import type { RouteAnswer, RouteId, RouteInput } from '@seawall/admin-api';
import type { AdminActor } from './admin-access.ts';

/** What an operation knows beside its input. */
export interface OperationContext {
  readonly actor: AdminActor;
  /** Aborts when the one who asked went away. */
  readonly signal: AbortSignal;
}

/** The operations that need the exchange itself. */
export type ExchangeOperation =
  | 'openSession'
  | 'closeSession'
  | 'createLink'
  | 'createToken'
  | 'getEvents'
  | 'getOpenApi';

/** The operations that only need their input. */
export type PlainOperation = Exclude<RouteId, ExchangeOperation>;

/** What does one operation. */
export type AdminHandler<Id extends RouteId> = (
  input: RouteInput<Id>,
  context: OperationContext,
) => Promise<ReadonlyDeep<RouteAnswer<Id>>> | ReadonlyDeep<RouteAnswer<Id>>;

/** What does the operations: one function for each, so that none of the contract can be forgotten. */
export type AdminHandlers = { readonly [Id in PlainOperation]: AdminHandler<Id> };

/** A value that is only looked at. */
export type ReadonlyDeep<T> = T extends (infer Item)[]
  ? readonly ReadonlyDeep<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: ReadonlyDeep<T[Key]> }
    : T;
