/** The HTTP status that was the answer itself; `undefined` where the server answered in MCP, or not at all. */
export function httpStatusOf({ evidence }: ErrorContext): number | undefined {
  if (!isRecord(evidence) || evidence.shape !== 'http_response' || !isRecord(evidence.payload)) return undefined;
  const { status } = evidence.payload;
  return typeof status === 'number' ? status : undefined;
}

/** Whether an HTTP answer said itself when to come back, in a header that means nothing else. */
export function hasRetryAfter({ evidence, retryAfterMs }: ErrorContext): boolean {
  if (typeof retryAfterMs !== 'number' || !isRecord(evidence) || !isRecord(evidence.payload)) return false;
  const { headers } = evidence.payload;
  return isRecord(headers) && ('retry-after' in headers || 'retry-after-ms' in headers);
}

/** The context of an error, as it is kept. */
export type ErrorContext = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
