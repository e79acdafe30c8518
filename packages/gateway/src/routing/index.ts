/**
 * The names under which the gateway lists what its servers offer, and where each leads; without the gateway's fronts.
 *
 * @packageDocumentation
 */
export { createRouter, type Router, type RouterOptions } from './router.ts';
