import type { Problem, Route } from '@seawall/admin-api';
import { ProblemError } from './problems.ts';

/** The largest body of a change, in bytes. */
export const MAX_ADMIN_BODY_BYTES = 262_144;

/** What a request brings, not yet checked. */
export interface RawInput {
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** What a request brings, checked. */
export interface CheckedInput {
  readonly parameters: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/**
 * Checks what a request brings against its route; all faults are told at once.
 *
 * @throws {@link ProblemError} `INVALID_REQUEST`.
 */
export function checkInput(route: Route, raw: RawInput): CheckedInput {
  const faults: NonNullable<Problem['errors']> = [];
  const checked = {
    parameters: check(route.parameters, raw.parameters, { place: '/path', faults }),
    query: check(route.query, raw.query, { place: '/query', faults }),
    body: check(route.body, raw.body, { place: '/body', faults }),
  };
  if (faults.length === 0) return checked;
  const detail = faults.map(({ pointer, detail: fault }) => `${pointer}: ${fault}`).join('; ');
  throw new ProblemError('INVALID_REQUEST', {
    detail,
    hint: 'docs/admin-api.md lists what can be sent.',
    errors: faults,
  });
}

interface Checking {
  readonly place: string;
  readonly faults: { pointer: string; detail: string }[];
}

function check(schema: Route['body'], value: unknown, { place, faults }: Checking): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  for (const { path, message } of result.error.issues)
    faults.push({ pointer: [place, ...path.map((step) => toPointerStep(String(step)))].join('/'), detail: message });
  return undefined;
}

/** RFC 6901. */
function toPointerStep(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}

/**
 * Reads the body of a change: JSON, and nothing at all counts as `{}`.
 *
 * @throws {@link ProblemError} `INVALID_REQUEST` or `BODY_TOO_LARGE`.
 */
export async function readJsonBody(request: Request): Promise<unknown> {
  const text = await readText(request);
  if (text.trim() === '') return {};
  // Forms and plain text can be sent by any page without asking; JSON can't.
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json\b/i.test(type))
    throw new ProblemError('INVALID_REQUEST', {
      detail: 'The body has to be JSON, and to say so in its content-type.',
      hint: 'Send "content-type: application/json".',
    });
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ProblemError('INVALID_REQUEST', { detail: 'The body is not JSON.', cause });
  }
}

async function readText(request: Request): Promise<string> {
  if (request.body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of unbroken(request.body)) {
    bytes += chunk.byteLength;
    if (bytes > MAX_ADMIN_BODY_BYTES)
      throw new ProblemError('BODY_TOO_LARGE', { detail: `At most ${MAX_ADMIN_BODY_BYTES} bytes are taken.` });
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** Whoever ends a request in the middle is no failure of ours, and fills no log. */
async function* unbroken(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (cause) {
    throw new ProblemError('INVALID_REQUEST', { detail: 'The body broke off.', cause });
  }
}
