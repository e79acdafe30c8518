import { z } from 'zod';

/** Milliseconds since the epoch. */
export const atMs = z.number().describe('Milliseconds since the epoch.');
/** A span of time in milliseconds. */
export const durationMs = z.number().describe('Milliseconds.');
/** A number of things. */
export const count = z.int().nonnegative();
