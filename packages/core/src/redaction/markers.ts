/** What stands where a configured value stood. It names the rule and nothing of the secret. */
export const CONFIGURED_MARKER = '[REDACTED:configured]';

/** Stands where a value was nested too deep to be checked. */
export const TOO_DEEP_MARKER = '[TOO DEEP]';

/** Stands where a property, or a whole object, could not be read. */
export const UNREADABLE_MARKER = '[UNREADABLE]';

/** Stands for the rest of a text, or for a value, after the limits of one call were used up. */
export const TOO_LONG_MARKER = '[TOO LONG]';

/** The marker that a rule leaves behind. */
export function markerOf(rule: string): string {
  return `[REDACTED:${rule}]`;
}

/**
 * Where a marker that starts at `index` ends; `index` itself where none starts. What is hidden already is left alone, so
 * that redacting twice changes nothing.
 */
export function markerEnd(text: string, index: number): number {
  if (text.charCodeAt(index) !== OPEN || !isMarkerStart(text.charCodeAt(index + 1))) return index;
  MARKER.lastIndex = index;
  return MARKER.test(text) ? MARKER.lastIndex : index;
}

/** Whether a text is a marker and nothing else. */
export function isMarker(text: string): boolean {
  return text.length > 0 && markerEnd(text, 0) === text.length;
}

function isMarkerStart(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || code === UNDERSCORE;
}

const UNDERSCORE = '_'.charCodeAt(0);
const OPEN = '['.charCodeAt(0);
const MARKER = /\[(?:[A-Z_]{0,30}REDACTED(?::[\w.-]{1,60})?|TOO DEEP|TOO LONG|UNREADABLE)\]/y;
