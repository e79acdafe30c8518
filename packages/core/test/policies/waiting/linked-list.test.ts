import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LinkedList, LinkedNode } from '../../../src/policies/waiting/linked-list.ts';

class Item extends LinkedNode<Item> {
  readonly name: number;

  constructor(name: number) {
    super();
    this.name = name;
  }
}

function namesOf(list: LinkedList<Item>): number[] {
  const names: number[] = [];
  for (let item = list.first; item !== undefined; item = item.next) names.push(item.name);
  return names;
}

describe('LinkedList', () => {
  it('holds what an array would hold, whatever joins, leaves and moves to another list', () => {
    const step = fc.record({ item: fc.nat(7), action: fc.constantFrom('push', 'push-other', 'remove', 'shift') });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const items = Array.from({ length: 8 }, (_, name) => new Item(name));
        const list = new LinkedList<Item>();
        const other = new LinkedList<Item>();
        let model: number[] = [];
        let otherModel: number[] = [];
        for (const { item: name, action } of steps) {
          const item = items[name] ?? new Item(name);
          if (action === 'push' || action === 'push-other') {
            model = model.filter((left) => left !== name);
            otherModel = otherModel.filter((left) => left !== name);
            (action === 'push' ? model : otherModel).push(name);
            (action === 'push' ? list : other).push(item);
          } else if (action === 'remove') {
            expect(list.remove(item)).toBe(model.includes(name));
            model = model.filter((left) => left !== name);
          } else {
            expect(list.shift()?.name).toBe(model.shift());
          }
          expect(namesOf(list)).toEqual(model);
          expect(list.size).toBe(model.length);
          expect(namesOf(other)).toEqual(otherModel);
          expect(other.size).toBe(otherModel.length);
        }
      }),
    );
  });
});
