import { describe, expect, it } from 'vitest';
import { groupName } from '../../src/parts/group-name.ts';

const CODE = 'REQUEST_TIMEOUT';

describe('the name of a cause', () => {
  it('is its words without its code, with dots for what differs', () => {
    const title = `${CODE}: Tool "<name>" on server <text> did not answer within <number> ms.`;
    expect(groupName({ title, code: CODE })).toBe('Tool … on server … did not answer within … ms.');
  });

  it.each(['Another title', `${CODE}: `, ''])('is "%s" where there is nothing to leave out', (title) => {
    expect(groupName({ title, code: CODE })).toBe(title);
  });
});
