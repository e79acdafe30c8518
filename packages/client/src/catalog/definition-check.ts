import type { ConnectionInfo } from '../connection/connection.ts';
import { readHeaderDeclarations } from '../connection/header-declarations.ts';

/** Over what a definition came, as far as it matters for what it may hold. */
export type DefinitionSource = Pick<ConnectionInfo, 'era' | 'transport'>;

/**
 * Says why a host could not use a definition; `undefined` when it could.
 *
 * Hosts check a whole list at once, so one broken definition takes every other with it: what is broken has to be left out
 * before a list is passed on. What must hold is what the protocol's schema demands (Tool, Prompt, Resource and
 * ResourceTemplate of revisions 2025-11-25 and 2026-07-28); everything else passes.
 */
export function findToolFault(tool: unknown, { era, transport }: DefinitionSource): string | undefined {
  if (era === 'legacy') return findFault(tool, LEGACY_TOOL_RULES);
  // Only over HTTP do parameters travel in headers, so elsewhere a fault in that hurts nobody.
  return findFault(tool, TOOL_RULES) ?? (transport === 'stdio' ? undefined : findHeaderFault(tool));
}

/** {@link findToolFault} for a prompt. */
export function findPromptFault(prompt: unknown): string | undefined {
  return findFault(prompt, PROMPT_RULES);
}

/** {@link findToolFault} for a resource. */
export function findResourceFault(resource: unknown): string | undefined {
  return findFault(resource, RESOURCE_RULES);
}

/** {@link findToolFault} for a resource template. */
export function findResourceTemplateFault(template: unknown): string | undefined {
  return findFault(template, RESOURCE_TEMPLATE_RULES);
}

type Fields = Readonly<Record<string, unknown>>;
type Check = (value: unknown) => boolean;

interface FieldRule {
  readonly field: string;
  readonly needed?: boolean;
  readonly check: Check;
  readonly expected: string;
}

const isText: Check = (value) => typeof value === 'string';
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isListOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const isObjectSchema: Check = (value) =>
  isFields(value) &&
  value.type === 'object' &&
  (value.properties === undefined || (isFields(value.properties) && Object.values(value.properties).every(isFields))) &&
  (value.required === undefined || isListOf(isText)(value.required));
const isIcon: Check = (value) => isFields(value) && isText(value.src);
const isArgument: Check = (value) => isFields(value) && isText(value.name);

const COMMON: readonly FieldRule[] = [
  {
    field: 'name',
    needed: true,
    check: (value) => isText(value) && value !== '',
    expected: 'a text that is not empty',
  },
  { field: 'title', check: isText, expected: 'a text' },
  { field: 'description', check: isText, expected: 'a text' },
  { field: 'icons', check: isListOf(isIcon), expected: 'a list of objects with "src"' },
  { field: '_meta', check: isFields, expected: 'an object' },
];

const TOOL_RULES: readonly FieldRule[] = [
  ...COMMON,
  { field: 'inputSchema', needed: true, check: isObjectSchema, expected: 'a JSON Schema with "type": "object"' },
  { field: 'outputSchema', check: isFields, expected: 'a JSON Schema' },
  { field: 'annotations', check: isFields, expected: 'an object' },
];

/** Before 2026-07-28 the schema of the output too had to describe an object, and hosts of that time insist on it. */
const LEGACY_TOOL_RULES: readonly FieldRule[] = [
  ...TOOL_RULES,
  { field: 'outputSchema', check: isObjectSchema, expected: 'a JSON Schema with "type": "object"' },
];

const PROMPT_RULES: readonly FieldRule[] = [
  ...COMMON,
  { field: 'arguments', check: isListOf(isArgument), expected: 'a list of objects with "name"' },
];

const RESOURCE_RULES: readonly FieldRule[] = [
  ...COMMON,
  { field: 'uri', needed: true, check: isText, expected: 'a URI' },
  { field: 'mimeType', check: isText, expected: 'a text' },
  { field: 'annotations', check: isFields, expected: 'an object' },
];

const RESOURCE_TEMPLATE_RULES: readonly FieldRule[] = [
  ...COMMON,
  { field: 'uriTemplate', needed: true, check: isText, expected: 'a URI template' },
  { field: 'mimeType', check: isText, expected: 'a text' },
  { field: 'annotations', check: isFields, expected: 'an object' },
];

function findHeaderFault(tool: unknown): string | undefined {
  return isFields(tool) ? readHeaderDeclarations(tool.inputSchema).fault : undefined;
}

function findFault(definition: unknown, rules: readonly FieldRule[]): string | undefined {
  if (!isFields(definition)) return 'It is not an object.';
  for (const { field, needed, check, expected } of rules) {
    const value = definition[field];
    if (value === undefined && needed) return `"${field}" is missing; it has to be ${expected}.`;
    if (value !== undefined && !check(value)) return `"${field}" is not ${expected}.`;
  }
  return undefined;
}
