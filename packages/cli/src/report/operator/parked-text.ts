import type { ParkedCall } from '@seawall/core/base';
import type { Colors, Paint } from '../../terminal/colors.ts';
import { toDisplayLine } from '../../terminal/display-text.ts';
import { countOf } from '../server-rows.ts';
import { facts, paragraph, type ReportView } from './report-view.ts';
import { isoText, spanText } from './span-text.ts';

/** Parked writes: how each stands, where it goes and its ticket in a line; why it waits under it. */
export function parkedLines(calls: readonly ParkedCall[], view: ReportView): readonly string[] {
  const { colors, nowMs } = view;
  return calls.flatMap((call) => {
    const { state, server, tool, id, parkedAtMs, expiresAtMs, sends, lastError, why } = call;
    const expiry = isWaiting(call) ? `, expires in ${spanText(expiresAtMs - nowMs)}` : '';
    return [
      [
        statePaint(state, colors)(state),
        colors.bold(toDisplayLine(`${server} ${tool}`)),
        `parked ${spanText(nowMs - parkedAtMs)} ago${expiry}, sent ${countOf(sends, 'time')}`,
        colors.dim(toDisplayLine(id)),
      ].join('  '),
      ...paragraph((lastError ?? why).message, { view, indent: INDENT }),
    ];
  });
}

/** What is known of one parked write. */
export function parkedFacts(call: ParkedCall, view: ReportView): readonly string[] {
  const { changedBy, lastError } = call;
  const reason = changedBy?.reason === undefined ? '' : `: ${changedBy.reason}`;
  return facts(
    [
      ['id', call.id],
      ['state', `${call.state} for ${spanText(view.nowMs - call.changedAtMs)}`],
      ['server', call.server],
      ['tool', call.tool],
      ['arguments', JSON.stringify(call.arguments)],
      ['for', call.principal.id],
      ['parked', isoText(call.parkedAtMs)],
      ['expires', isoText(call.expiresAtMs)],
      ['sends', String(call.sends)],
      ['why', `${call.why.message} (${call.why.code})`],
      ['last error', lastError === undefined ? undefined : `${lastError.message} (${lastError.code})`],
      ['result', call.result === undefined ? undefined : JSON.stringify(call.result)],
      ['changed by', changedBy === undefined ? undefined : `${changedBy.actor}${reason}`],
    ],
    view,
  );
}

function isWaiting({ state }: ParkedCall): boolean {
  return state === 'parked' || state === 'leased' || state === 'sent';
}

function statePaint(state: ParkedCall['state'], colors: Colors): Paint {
  if (state === 'unknown') return colors.red;
  if (state === 'done') return colors.green;
  return state === 'expired' || state === 'discarded' ? colors.dim : colors.yellow;
}

const INDENT = 4;
