import { redact } from '../redaction/redact.ts';
import { mergeContext } from './error-context.ts';
import { redactByField, shortenValue } from './field-value.ts';
import { isErrorOf, MCPError, type MCPErrorOptions } from './mcp-error.ts';

/** What was asked is not valid: wrong or missing arguments, unknown fields. */
export class MCPValidationError extends MCPError {
  override readonly name: string = 'MCPValidationError';
  readonly field: string | undefined;
  readonly value: unknown | undefined;
  readonly expectedType: string | undefined;
  readonly validationRule: string | undefined;

  constructor(options: MCPValidationErrorOptions) {
    const value = redactByField(options.field, options.value);
    super({
      code: 'INVALID_ARGUMENTS',
      ...options,
      context: mergeContext(options.context, {
        field: options.field,
        value: shortenValue(value),
        expectedType: options.expectedType,
        validationRule: options.validationRule,
      }),
    });
    this.field = redact(options.field);
    this.value = value;
    this.expectedType = redact(options.expectedType);
    this.validationRule = redact(options.validationRule);
  }

  /** Whether `value` is an error of this class, from whichever copy of the package. */
  static override isInstance(value: unknown): value is MCPValidationError {
    return isErrorOf(value, MCPValidationError, 'MCPValidationError');
  }
}

/** What an {@link MCPValidationError} can be given; its fields stand in `context` too. */
export interface MCPValidationErrorOptions extends MCPErrorOptions {
  /** The path of the field. */
  readonly field?: string;
  /** What stood there. Hidden where the name of the field says that it is a secret; cut in `context`. */
  readonly value?: unknown;
  /** What may stand there. */
  readonly expectedType?: string;
  /** The rule that it broke. */
  readonly validationRule?: string;
}
