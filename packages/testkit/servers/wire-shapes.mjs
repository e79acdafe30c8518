// @ts-check

/** @typedef {{ readonly [key: string]: unknown }} Wire a JSON object from or for the wire */

/** The versions with a handshake, newest first. */
export const LEGACY_VERSIONS = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'];
export const MODERN_VERSION = '2026-07-28';
const PROTOCOL_VERSION_KEY = 'io.modelcontextprotocol/protocolVersion';
const SERVER_INFO_KEY = 'io.modelcontextprotocol/serverInfo';
const CACHEABLE_METHODS = new Set([
  'tools/list',
  'prompts/list',
  'resources/list',
  'resources/templates/list',
  'resources/read',
  'server/discover',
]);

/**
 * @param {unknown} value
 * @returns {value is Wire}
 */
export function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * @param {Wire} params
 * @returns {Wire}
 */
export function metaOf(params) {
  return isObject(params._meta) ? params._meta : {};
}

/**
 * @param {unknown} message
 * @returns {boolean}
 */
export function hasModernEnvelope(message) {
  if (!isObject(message) || !isObject(message.params)) return false;
  return metaOf(message.params)[PROTOCOL_VERSION_KEY] !== undefined;
}

/**
 * Adds what every result of 2026-07-28 carries; what the scenario wrote itself stays.
 *
 * @param {string} method
 * @param {Wire} result
 * @param {import('./scenario-types.mjs').ServerScenario} scenario
 * @param {Wire} capabilities
 * @returns {Wire}
 */
export function withModernFields(method, result, scenario, capabilities) {
  const cache = CACHEABLE_METHODS.has(method) ? { ttlMs: 0, cacheScope: 'private' } : {};
  const discovery = method === 'server/discover' ? { supportedVersions: [MODERN_VERSION], capabilities } : {};
  const meta = isObject(result._meta) ? result._meta : {};
  return {
    resultType: 'complete',
    ...cache,
    ...discovery,
    ...result,
    _meta: { [SERVER_INFO_KEY]: serverInfoOf(scenario), ...meta },
  };
}

/** @param {import('./scenario-types.mjs').ServerScenario} scenario */
export function serverInfoOf(scenario) {
  return { name: scenario.name ?? 'scripted', version: scenario.version ?? '1.0.0', ...scenario.infoFields };
}

/** @param {string} text */
export function textResult(text) {
  return { content: [{ type: 'text', text }] };
}
