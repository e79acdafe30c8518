/** Places for streams that are open or can be taken up again, over all sessions. */
export interface StreamPlaces {
  readonly taken: number;
  /** @returns what gives the place back, or `undefined` when all are in use. */
  take(): (() => void) | undefined;
}

/** More streams than this are not kept for all hosts of the era before 2026-07-28 together. */
export const MAX_STREAMS = 4096;

/** Builds places of which none is taken. */
export function createStreamPlaces(maxStreams: number = MAX_STREAMS): StreamPlaces {
  let taken = 0;
  return {
    get taken() {
      return taken;
    },
    take: () => {
      if (taken >= maxStreams) return undefined;
      taken += 1;
      let isHeld = true;
      return () => {
        if (isHeld) taken -= 1;
        isHeld = false;
      };
    },
  };
}
