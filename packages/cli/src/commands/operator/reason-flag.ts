import { MCPConfigurationError } from '@seawall/core/base';

/** Why something is done by hand. */
export interface ReasonFlags {
  readonly reason?: string;
}

/** The reason for the audit; what can be taken back, or does no harm, needs none from a person. */
export function reasonOf({ reason }: ReasonFlags): string {
  return reason ?? 'from the command line';
}

/** Whether somebody said that they know what they do. */
export interface ConfirmFlags {
  readonly yes?: true;
}

/**
 * Nothing asks back, so that no script ever waits for an answer: what can't be taken back needs `--yes`.
 *
 * @throws {@link MCPConfigurationError} with `OPTION_INVALID`.
 */
export function assertConfirmed({ yes }: ConfirmFlags, what: string): void {
  if (yes === true) return;
  throw new MCPConfigurationError({
    code: 'OPTION_INVALID',
    message: `${what} Nothing was done.`,
    hint: 'Run it again with --yes if that is meant.',
  });
}
