import { ERROR_KINDS, type ErrorKind, type GroupRule } from '@seawall/core/base';
import { z } from 'zod';
import { type ErrorGroupSettings, SETTINGS_DEFAULTS } from './configuration.ts';
import { DAY_MS, milliseconds, oneOf, text } from './schema-parts.ts';

/** A rule of `errorGroups` as it is written. */
interface GroupRuleInput {
  readonly group: string;
  readonly server?: string | undefined;
  readonly target?: string | undefined;
  readonly kind?: ErrorKind | undefined;
  readonly code?: string | undefined;
  readonly message?: string | undefined;
}

/** `errorGroups` as it is written. */
export interface ErrorGroupsInput {
  readonly rules?: readonly GroupRuleInput[] | undefined;
  readonly freshMs?: number | undefined;
  readonly resolveAfterMs?: number | undefined;
}

const MAX_RULES = 200;

const ruleSchema: z.ZodType<GroupRuleInput> = z
  .strictObject(
    {
      group: text('a name').describe('What the group is called.'),
      server: text('a name, with * for any characters').optional().describe('The server.'),
      target: text('a name, with * for any characters').optional().describe('The tool, prompt or resource.'),
      kind: oneOf(ERROR_KINDS).optional().describe('The kind of the error.'),
      code: text('a code').optional().describe('The code of the error.'),
      message: text('words, with * for any characters').optional().describe('The message, in upper or lower case.'),
    },
    { error: 'an object with group and one or several of server, target, kind, code, message' },
  )
  .refine(({ group: _, ...conditions }) => Object.values(conditions).some((condition) => condition !== undefined), {
    error: 'a rule with one or several of server, target, kind, code, message',
  });

/** The schema of {@link ErrorGroupsInput}. */
export const errorGroupsSchema: z.ZodType<ErrorGroupsInput> = z.strictObject(
  {
    rules: z
      .array(ruleSchema, { error: `a list of at most ${MAX_RULES} rules` })
      .max(MAX_RULES, { error: `a list of at most ${MAX_RULES} rules` })
      .optional()
      .describe('Groups of your own; the first rule that fits counts.'),
    freshMs: milliseconds(60_000, 365 * DAY_MS)
      .optional()
      .describe('How long a group that is new or came back is called so.'),
    resolveAfterMs: milliseconds(60_000, 365 * DAY_MS)
      .optional()
      .describe('How long nothing may happen until a group counts as resolved.'),
  },
  { error: 'an object with rules, freshMs, resolveAfterMs' },
);

/** What is set for groups of errors. */
export function readErrorGroups(input: ErrorGroupsInput = {}): ErrorGroupSettings {
  const { rules, freshMs, resolveAfterMs } = SETTINGS_DEFAULTS.errorGroups;
  return {
    rules: input.rules?.map(withoutAbsent) ?? rules,
    freshMs: input.freshMs ?? freshMs,
    resolveAfterMs: input.resolveAfterMs ?? resolveAfterMs,
  };
}

function withoutAbsent({ group, server, target, kind, code, message }: GroupRuleInput): GroupRule {
  return {
    group,
    ...(server === undefined ? {} : { server }),
    ...(target === undefined ? {} : { target }),
    ...(kind === undefined ? {} : { kind }),
    ...(code === undefined ? {} : { code }),
    ...(message === undefined ? {} : { message }),
  };
}
