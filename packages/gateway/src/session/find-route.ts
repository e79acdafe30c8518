import { INVALID_PARAMS_CODE, JsonRpcErrorAnswer } from '../reply/json-rpc-error.ts';
import { findNearMisses } from '../routing/near-misses.ts';
import type { Route } from '../routing/routing-table.ts';
import type { GatewayContext } from './gateway-context.ts';

/** The tool or prompt behind a public name, also one that is on its way still. @throws {@link JsonRpcErrorAnswer} */
export async function findRoute(gateway: GatewayContext, kind: 'tool' | 'prompt', name: string): Promise<Route> {
  const find = (): Route | undefined =>
    kind === 'tool' ? gateway.router.table().findTool(name) : gateway.router.table().findPrompt(name);
  const known = find();
  if (known !== undefined) return known;
  // The server that has it may be on its way still; no other server has to be waited for.
  await gateway.firstList.whenHeardOr(() => find() !== undefined);
  const found = find();
  if (found !== undefined) return found;
  const table = gateway.router.table();
  const names = (kind === 'tool' ? table.tools : table.prompts).map((definition) => definition.name);
  throw new JsonRpcErrorAnswer({
    code: INVALID_PARAMS_CODE,
    message: describeUnknown(kind, name, { names, unheard: gateway.router.unheardServers() }),
  });
}

function describeUnknown(
  kind: 'tool' | 'prompt',
  name: string,
  known: { readonly names: readonly string[]; readonly unheard: readonly string[] },
): string {
  const quoted = (values: readonly string[]): string => values.map((value) => `"${value}"`).join(', ');
  const near = findNearMisses(name, known.names);
  const parts = [
    `There is no ${kind} "${name.slice(0, MAX_QUOTED_LENGTH)}".`,
    near.length === 0 ? `Ask for the list of ${kind}s again.` : `Did you mean ${quoted(near)}?`,
    known.unheard.length === 0 ? undefined : `Not heard from yet: ${quoted(known.unheard.slice(0, MAX_QUOTED_NAMES))}.`,
  ];
  return parts.filter((part) => part !== undefined).join(' ');
}

const MAX_QUOTED_LENGTH = 128;
const MAX_QUOTED_NAMES = 10;
