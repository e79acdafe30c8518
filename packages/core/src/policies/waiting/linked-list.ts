/**
 * Base of what stands in a {@link LinkedList}: in one at a time.
 *
 * The links stand in the thing itself, so that it leaves from anywhere in the list in constant time and without a search.
 */
export class LinkedNode<Self extends LinkedNode<Self>> {
  /** For the list alone. */
  list: LinkedList<Self> | undefined = undefined;
  /** For the list alone. */
  next: Self | undefined = undefined;
  /** For the list alone. */
  previous: Self | undefined = undefined;
}

/** A list in the order of joining; every operation takes constant time and allocates nothing. */
export class LinkedList<Node extends LinkedNode<Node>> {
  private head: Node | undefined = undefined;
  private tail: Node | undefined = undefined;
  private count = 0;

  /** The one that joined first of those that are still there. */
  get first(): Node | undefined {
    return this.head;
  }

  get size(): number {
    return this.count;
  }

  /** Puts `node` at the end; one that stands in a list already leaves that first. */
  push(node: Node): void {
    node.list?.remove(node);
    node.list = this;
    node.previous = this.tail;
    if (this.tail === undefined) this.head = node;
    else this.tail.next = node;
    this.tail = node;
    this.count += 1;
  }

  /** @returns whether `node` stood in this list. */
  remove(node: Node): boolean {
    if (node.list !== this) return false;
    const { next, previous } = node;
    if (previous === undefined) this.head = next;
    else previous.next = next;
    if (next === undefined) this.tail = previous;
    else next.previous = previous;
    node.list = undefined;
    node.next = undefined;
    node.previous = undefined;
    this.count -= 1;
    return true;
  }

  /** Takes the first one out. */
  shift(): Node | undefined {
    const { head } = this;
    if (head !== undefined) this.remove(head);
    return head;
  }
}
