import type { HttpWire } from './http-wire.ts';
import type { StdioWire } from './stdio-wire.ts';

/** How a host reaches a gateway. */
export type Wire = HttpWire | StdioWire;
