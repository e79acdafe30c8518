/**
 * Files in which Seawall keeps what has to outlive its process.
 *
 * @packageDocumentation
 */
export { type OpenParkedLogOptions, openParkedLog } from './open-parked-log.ts';
