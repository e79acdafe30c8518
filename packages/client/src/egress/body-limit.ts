/** What a limited body needs. */
export interface BodyLimitOptions {
  /** Bytes of a whole body, or of one event of an event stream. */
  readonly maxBytes: number;
  readonly isEventStream: boolean;
  /** Makes the error that the reader gets, and tells whoever else must know. */
  readonly onTooLarge: (bytes: number) => Error;
}

/** Passes a body on chunk by chunk and breaks it off when it, or one event of it, is too large. */
export function limitBody(body: ByteSource, options: BodyLimitOptions): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  const meter = options.isEventStream ? createEventMeter() : createTotalMeter();
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const { done, value } = await reader.read();
        if (done) {
          controller.close();
          return;
        }
        const bytes = meter(value);
        if (bytes <= options.maxBytes) {
          controller.enqueue(value);
          return;
        }
        const error = options.onTooLarge(bytes);
        controller.error(error);
        // The connection is of no use any more; how it ends tells nobody anything.
        await reader.cancel(error).catch(() => undefined);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

/** The stream of a body, of whichever copy of the fetch classes. */
export interface ByteSource {
  getReader(): {
    read(): Promise<
      | { readonly done: false; readonly value: Uint8Array }
      | { readonly done: true; readonly value?: Uint8Array | undefined }
    >;
    cancel(reason?: unknown): Promise<void>;
  };
}

type Meter = (chunk: Uint8Array) => number;

function createTotalMeter(): Meter {
  let total = 0;
  return (chunk) => {
    total += chunk.length;
    return total;
  };
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** Bytes of the longest event that the chunk belongs to: an empty line ends one. */
function createEventMeter(): Meter {
  let eventBytes = 0;
  let lineBytes = 0;
  return (chunk) => {
    let longest = 0;
    let start = 0;
    // Bounded by the line ends in the chunk.
    for (;;) {
      const end = chunk.indexOf(LINE_FEED, start);
      const length = (end === -1 ? chunk.length : end) - start;
      const isEmpty =
        lineBytes + length === 0 || (lineBytes + length === 1 && (length === 0 || chunk[start] === CARRIAGE_RETURN));
      eventBytes += length;
      longest = Math.max(longest, eventBytes);
      if (end === -1) {
        lineBytes += length;
        return longest;
      }
      lineBytes = 0;
      if (isEmpty) eventBytes = 0;
      start = end + 1;
    }
  };
}
