/** A server was asked whether it is still there, because a call to it had been silent for too long. */
export interface SilenceProbed {
  readonly kind: 'silenceProbed';
  readonly atMs: number;
  readonly server: string;
  /** How long nothing had come when it was asked. */
  readonly silentForMs: number;
  /** `alive`: it answered, or something else came from it meanwhile. */
  readonly result: 'alive' | 'missed';
  readonly durationMs: number;
}
