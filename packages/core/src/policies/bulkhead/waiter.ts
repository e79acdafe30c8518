import { AbortWatch } from '../waiting/abort-watch.ts';
import { LinkedNode } from '../waiting/linked-list.ts';
import { WheelTimer } from '../waiting/timer-wheel.ts';

/** What came of waiting for a turn; only with `entered` a place is held. */
export type EnterResult = 'entered' | 'full' | 'timeout' | 'aborted' | 'closed';

/** A call that waits for its turn; stands in the queue while it does. */
export class Waiter extends LinkedNode<Waiter> {
  readonly timer: WheelTimer;
  readonly abortWatch: AbortWatch;
  private readonly resolve: (result: EnterResult) => void;

  constructor(resolve: (result: EnterResult) => void, giveUp: (waiter: Waiter, result: 'timeout' | 'aborted') => void) {
    super();
    this.resolve = resolve;
    this.timer = new WheelTimer(() => giveUp(this, 'timeout'));
    this.abortWatch = new AbortWatch(() => giveUp(this, 'aborted'));
  }

  /** Ends the wait; whoever calls this has taken it out of the queue and cancelled its timer. */
  settle(result: EnterResult): void {
    this.abortWatch.end();
    this.resolve(result);
  }
}
