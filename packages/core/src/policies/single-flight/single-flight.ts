import type { Clock } from '../../clock.ts';
import type { MCPError } from '../../errors/mcp-error.ts';
import { AbortWatch } from '../waiting/abort-watch.ts';
import { LinkedList, LinkedNode } from '../waiting/linked-list.ts';
import { TimerWheel, WheelTimer } from '../waiting/timer-wheel.ts';
import { flightsClosedError, flightTimeoutError, leftFlightError, type SharedWait } from './errors.ts';

/** What a {@link SingleFlight} needs. */
export interface SingleFlightDependencies {
  readonly clock: Clock;
}

/** What a caller waits for, and how long. */
export interface FlightWait extends SharedWait {
  /** The longest wait of this caller in milliseconds; without it only the flight itself ends the wait. */
  readonly maxWaitMs?: number;
}

/**
 * Sends equal requests once: whoever asks for what is under way already waits for the same answer.
 *
 * Each caller leaves by its own signal and its own time. The request is cancelled when the last one left, and from then on
 * nobody joins it. All get the same object or the same error, so nobody may change it. Memory is bounded by the callers.
 */
export class SingleFlight<T> {
  private readonly flights = new Map<string, Flight<T>>();
  private readonly wheel: TimerWheel;
  private isClosed = false;

  constructor({ clock }: SingleFlightDependencies) {
    this.wheel = new TimerWheel(clock);
  }

  /** Requests under way. */
  get size(): number {
    return this.flights.size;
  }

  /**
   * Joins the flight of `key`, or begins it with `start`, which gets the signal that cancels it.
   *
   * @param key names the principal, the server and the whole request: see `flightKey`.
   * @throws MCPCancelledError when `signal` aborts, MCPTimeoutError when `wait.maxWaitMs` is over, MCPRejectedError when
   * closed, and what the flight fails with.
   */
  run(
    key: string,
    signal: AbortSignal | undefined,
    start: (signal: AbortSignal) => Promise<T>,
    wait: FlightWait,
  ): Promise<T> {
    if (this.isClosed) return Promise.reject(flightsClosedError(wait));
    if (signal?.aborted) return Promise.reject(leftFlightError(wait, signal.reason));
    const flight = this.flights.get(key) ?? new Flight<T>(key);
    return new Promise<T>((resolve, reject) => {
      const joiner = new Joiner<T>({
        wait,
        resolve,
        reject,
        signal,
        leave: (left, error) => this.leave(flight, left, error),
      });
      flight.joiners.push(joiner);
      if (wait.maxWaitMs !== undefined) this.wheel.set(joiner.timer, wait.maxWaitMs);
      if (signal !== undefined) joiner.abortWatch.start(signal);
      if (this.flights.get(key) !== flight) this.launch(flight, start);
    });
  }

  /** Cancels everything under way, and begins nothing any more. May be called twice. */
  close(): void {
    this.isClosed = true;
    for (const flight of [...this.flights.values()]) {
      for (let joiner = flight.joiners.first; joiner !== undefined; joiner = flight.joiners.first)
        this.leave(flight, joiner, flightsClosedError(joiner.wait));
    }
  }

  private launch(flight: Flight<T>, start: (signal: AbortSignal) => Promise<T>): void {
    this.flights.set(flight.key, flight);
    // Within the promise, so that a start that throws rejects it.
    new Promise<T>((resolve) => resolve(start(flight.controller.signal))).then(
      (value) => this.land(flight, (joiner) => joiner.resolve(value)),
      (error: unknown) => this.land(flight, (joiner) => joiner.reject(error)),
    );
  }

  private land(flight: Flight<T>, settle: (joiner: Joiner<T>) => void): void {
    this.forget(flight);
    for (let joiner = flight.joiners.first; joiner !== undefined; joiner = flight.joiners.first) {
      this.release(flight, joiner);
      settle(joiner);
    }
  }

  private leave(flight: Flight<T>, joiner: Joiner<T>, error: MCPError): void {
    this.release(flight, joiner);
    joiner.reject(error);
    if (flight.joiners.size > 0) return;
    this.forget(flight);
    flight.controller.abort(error);
  }

  private release(flight: Flight<T>, joiner: Joiner<T>): void {
    flight.joiners.remove(joiner);
    this.wheel.cancel(joiner.timer);
    joiner.abortWatch.end();
  }

  /** One that was cancelled has perhaps been replaced already. */
  private forget(flight: Flight<T>): void {
    if (this.flights.get(flight.key) === flight) this.flights.delete(flight.key);
  }
}

class Flight<T> {
  readonly key: string;
  readonly controller = new AbortController();
  readonly joiners = new LinkedList<Joiner<T>>();

  constructor(key: string) {
    this.key = key;
  }
}

interface JoinerOptions<T> {
  readonly wait: FlightWait;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
  readonly signal: AbortSignal | undefined;
  readonly leave: (joiner: Joiner<T>, error: MCPError) => void;
}

/** One caller that waits for a flight. */
class Joiner<T> extends LinkedNode<Joiner<T>> {
  readonly wait: FlightWait;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
  readonly timer: WheelTimer;
  readonly abortWatch: AbortWatch;

  constructor({ wait, resolve, reject, signal, leave }: JoinerOptions<T>) {
    super();
    this.wait = wait;
    this.resolve = resolve;
    this.reject = reject;
    this.timer = new WheelTimer(() => leave(this, flightTimeoutError(wait, wait.maxWaitMs ?? 0)));
    this.abortWatch = new AbortWatch(() => leave(this, leftFlightError(wait, signal?.reason)));
  }
}
