import type { Random } from '@seawall/core/base';
import { createSeededRandom } from '../clock/repeatable-chance.ts';

/** A source of chance that gives the same for the same seed. */
export class Chance {
  readonly #random: Random;

  constructor(seed: number) {
    this.#random = createSeededRandom(seed);
    // Neighbouring seeds begin alike.
    this.#random();
    this.#random();
  }

  /** From 0, below 1. */
  readonly next: Random = () => this.#random();

  /** Whether something of this probability happens. */
  happens(probability: number): boolean {
    return this.#random() < probability;
  }

  /** A whole number, both ends included. */
  whole(min: number, max: number): number {
    return min + Math.floor(this.#random() * (max - min + 1));
  }

  /** A number from `min`, below `max`. */
  between(min: number, max: number): number {
    return min + this.#random() * (max - min);
  }

  /** A number of which each order of magnitude is as likely. */
  magnitude(min: number, max: number): number {
    return min * (max / min) ** this.#random();
  }

  /** One of them. @throws RangeError when there is none. */
  pick<T>(all: readonly T[]): T {
    const picked = all[Math.floor(this.#random() * all.length)];
    if (picked === undefined) throw new RangeError('There is nothing to pick from.');
    return picked;
  }

  /** Each of them with this probability. */
  some<T>(all: readonly T[], probability: number): readonly T[] {
    return all.filter(() => this.happens(probability));
  }

  /** Another source, of which what is drawn does not change what comes of this one. */
  fork(): Chance {
    return new Chance(Math.floor(this.#random() * 4_294_967_296));
  }
}
