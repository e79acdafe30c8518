import type { SeawallEvent } from '@seawall/core/base';

/** The event of a kind. */
export type EventOf<K extends SeawallEvent['kind']> = Extract<SeawallEvent, { readonly kind: K }>;
