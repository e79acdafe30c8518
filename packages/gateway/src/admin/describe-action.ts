import { redactText } from '@seawall/core/base';
import { type AuditAction, argumentsDigest } from '@seawall/telemetry';

/** A request for a change, as the audit tells of it. */
export function describeAction(
  id: string,
  input: { readonly parameters: unknown; readonly body: unknown },
): Pick<AuditAction, 'action' | 'server' | 'target' | 'argumentsDigest' | 'reason'> {
  const server = textField(input.parameters, 'server') ?? textField(input.body, 'server');
  const target =
    textField(input.parameters, 'id') ??
    textField(input.parameters, 'name') ??
    textField(input.body, 'tool') ??
    textField(input.body, 'name');
  const reason = textField(input.body, 'reason');
  const digest = argumentsDigest(input.body);
  return {
    action: id,
    ...(server === undefined ? {} : { server }),
    ...(target === undefined ? {} : { target }),
    ...(digest === undefined ? {} : { argumentsDigest: digest }),
    ...(reason === undefined ? {} : { reason: redactText(reason) }),
  };
}

function textField(value: unknown, name: string): string | undefined {
  const field: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return typeof field === 'string' ? field : undefined;
}
