import { type HeaderDeclaration, headerTextOf } from '@seawall/client';

/** What is wrong with the headers of a call. */
export interface HeaderMismatch {
  readonly header: string;
  readonly reason: string;
}

/** Compares the headers of a call with its arguments; an argument that is absent or null needs no header. */
export function findHeaderMismatch(
  declarations: readonly HeaderDeclaration[],
  callArguments: unknown,
  headers: Headers,
): HeaderMismatch | undefined {
  for (const declaration of declarations) {
    const { path, header, isInteger } = declaration;
    const text = headerTextOf(declaration, callArguments);
    if (text === undefined) continue;
    const given = headers.get(header);
    const name = path.join('.');
    if (given === null) return { header, reason: `the body carries "${name}", but the header ${header} is absent` };
    const decoded = decode(given);
    if (decoded === undefined) return { header, reason: `the header ${header} is no valid base64 of a text` };
    const isEqual = decoded === text || (isInteger && isSameNumber(decoded, text));
    if (!isEqual) return { header, reason: `the header ${header} is not what the body carries as "${name}"` };
  }
  return undefined;
}

function isSameNumber(left: string, right: string): boolean {
  return NUMBER.test(left) && NUMBER.test(right) && Number(left) === Number(right);
}

const NUMBER = /^-?\d+(\.\d+)?$/;

/** Takes the base64 form apart in which odd characters travel; `undefined` when it is broken. */
function decode(value: string): string | undefined {
  const encoded = /^=\?base64\?(.*)\?=$/s.exec(value)?.[1];
  if (encoded === undefined) return value;
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.toString('base64') !== encoded) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // Bytes that are no text.
    return undefined;
  }
}
