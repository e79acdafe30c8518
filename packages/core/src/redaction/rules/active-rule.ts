/** A rule of a user that is ready for use. */
export interface ActiveRule {
  /** What stands in the place of what it hides. */
  readonly marker: string;
  /** Whether the value under a name is hidden. */
  hidesKey(name: string): boolean;
  /** Replaces what its pattern finds. */
  replaceIn(text: string): string;
}
