import { EXCHANGE } from './requirements/rows/exchange.ts';
import { FEATURES } from './requirements/rows/features.ts';
import { FRONTS } from './requirements/rows/fronts.ts';

/**
 * What the protocol wants of whoever stands between a host and a server, on every pairing where the protocol can say it.
 *
 * `section` names the revision and the page of the MCP specification.
 */
export const REQUIREMENTS = [...FEATURES, ...EXCHANGE, ...FRONTS] as const;

/** The name of a requirement. */
export type RequirementId = (typeof REQUIREMENTS)[number]['id'];
