import { describe, expect, it } from 'vitest';
import { onlyServer } from '../../src/screens/errors/log-filter.ts';

describe('the server that the error log is of', () => {
  it('is known where nothing else filters it', () => {
    expect(onlyServer({ servers: 'jira', range: '24h', tail: 'on' })).toBe('jira');
  });

  it('is none where something else filters it too, or nothing does', () => {
    const searches = [{}, { text: 'tide' }, { servers: 'jira', text: 'tide' }, { servers: 'jira', from: '1' }];
    expect(searches.map(onlyServer)).toEqual([undefined, undefined, undefined, undefined]);
  });
});
