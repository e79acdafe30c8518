import { expect, it } from 'vitest';
import { findCommands } from '../../src/shell/find-commands.ts';

const COMMANDS = [
  { title: 'Overview', kind: 'screen' },
  { title: 'old-jira', kind: 'server, healthy' },
  { title: 'jira', kind: 'server, unhealthy' },
];

it('finds what has every word, those that begin with the first one first', () => {
  const titles = (text: string) => findCommands(COMMANDS, text).map(({ title }) => title);
  expect(titles('ji')).toEqual(['jira', 'old-jira']);
  expect(titles('unhealthy server')).toEqual(['jira']);
  expect(titles('')).toHaveLength(3);
  expect(titles('nothing like it')).toEqual([]);
});
