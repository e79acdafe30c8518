import type { RouteAnswer } from '@seawall/admin-api';
import type { JSX } from 'react';
import { Status, type StatusLook } from './status.tsx';

/** How a group of errors stands. */
export type GroupState = RouteAnswer<'getGroup'>['state'];

/** How each state of a group looks. */
export const GROUP_LOOKS: Readonly<Record<GroupState, StatusLook>> = {
  new: { tone: 'info', shape: 'dot', word: 'new' },
  ongoing: { tone: 'quiet', shape: 'dot', word: 'ongoing' },
  escalating: { tone: 'bad', shape: 'triangle', word: 'escalating' },
  regressed: { tone: 'warn', shape: 'diamond', word: 'came back' },
  resolved: { tone: 'good', shape: 'dot', word: 'resolved' },
  archived: { tone: 'quiet', shape: 'dash', word: 'put away' },
};

const MERGED: StatusLook = { tone: 'quiet', shape: 'dash', word: 'merged' };

/** What of a group says how it stands. */
export type GroupStatusProps = Pick<RouteAnswer<'getGroup'>, 'state' | 'mergedInto'>;

/** How a group of errors stands, as shape, word and colour. */
export function GroupStatus({ state, mergedInto }: GroupStatusProps): JSX.Element {
  return <Status {...(mergedInto === undefined ? GROUP_LOOKS[state] : MERGED)} />;
}
