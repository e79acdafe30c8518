import { MCPError } from '@seawall/core/base';

/**
 * The same error for programs, with a text that a model can go on with.
 *
 * The framework gives a model nothing of an error but its `message`, and from version 7 on what `toString()` says. The error
 * itself stays as it is: logs and events tell of it too. `originalMessage` is still its own message.
 */
export function toSpokenError(error: unknown, text: string): MCPError {
  const known = MCPError.isInstance(error) ? error : unforeseen(error);
  const spoken: unknown = Reflect.construct(Error, []);
  // A real error, not only an object with its prototype: tools that print errors tell the two apart.
  const copy = spoken instanceof Error ? spoken : known;
  Object.setPrototypeOf(copy, Object.getPrototypeOf(known));
  Object.defineProperties(copy, {
    ...Object.getOwnPropertyDescriptors(known),
    message: { value: text, configurable: true, writable: true },
    toString: { value: () => text, configurable: true, writable: true },
  });
  return MCPError.isInstance(copy) ? copy : known;
}

function unforeseen(cause: unknown): MCPError {
  return new MCPError({ message: 'Seawall failed in a way that was not foreseen.', cause });
}
