import type { Result } from '@modelcontextprotocol/server';
import {
  INVALID_PARAMS_CODE,
  JsonRpcErrorAnswer,
  METHOD_NOT_FOUND_CODE,
  passedOnError,
} from '../reply/json-rpc-error.ts';
import type { PassedResult } from '../reply/upstream-result.ts';
import { findRoute } from './find-route.ts';
import type { GatewayContext } from './gateway-context.ts';
import type { RelayedRequest } from './host-link.ts';
import { isParams, type Params, requireText } from './params.ts';
import { relay, runCall } from './relay.ts';
import { answerOrExplain } from './routed-calls.ts';

/** Answers `completion/complete` at the server of the prompt or the resource template; one without completions has none. */
export function complete(request: RelayedRequest): Promise<Result> {
  return answerOrExplain(request.gateway, () => relayCompletion(request));
}

async function relayCompletion(request: RelayedRequest): Promise<PassedResult> {
  const { gateway, params } = request;
  const { ref } = params;
  if (!isParams(ref)) throw unknownReference();
  const place = ref.type === 'ref/prompt' ? await placeOfPrompt(gateway, ref) : await placeOfResource(gateway, ref);
  if (place === undefined) return NO_VALUES;
  const call = { server: place.server, target: 'a completion' };
  try {
    return await runCall(request, call, () => relay(request, call, { ref: { ...ref, ...place.changes } }));
  } catch (error) {
    if (passedOnError(error)?.code === METHOD_NOT_FOUND_CODE) return NO_VALUES;
    throw error;
  }
}

const NO_VALUES: PassedResult = { completion: { values: [], total: 0, hasMore: false } };

interface Place {
  readonly server: string;
  /** What the server calls the reference. */
  readonly changes: Params;
}

async function placeOfPrompt(gateway: GatewayContext, ref: Params): Promise<Place | undefined> {
  const { server, name } = await findRoute(gateway, 'prompt', requireText(ref, 'name'));
  return completes(gateway, server) ? { server, changes: { name } } : undefined;
}

/** A template is named as it is listed; a URI that no template is may be one of the listed resources. */
async function placeOfResource(gateway: GatewayContext, ref: Params): Promise<Place | undefined> {
  if (ref.type !== 'ref/resource') throw unknownReference();
  const uri = requireText(ref, 'uri');
  await gateway.firstList.whenOpen();
  const hasTemplate = (server: string): boolean =>
    gateway.seawall.catalog(server).resourceTemplates.some(({ uriTemplate }) => uriTemplate === uri);
  const templates = gateway.seawall.servers().filter(({ name }) => hasTemplate(name));
  const places =
    templates.length > 0
      ? templates.map(({ name }) => ({ server: name, uri }))
      : gateway.router.table().findResource(uri);
  const place = places.find(({ server }) => completes(gateway, server));
  return place === undefined ? undefined : { server: place.server, changes: { uri: place.uri } };
}

/** A server that was never connected may have completions. */
function completes(gateway: GatewayContext, server: string): boolean {
  const info = gateway.seawall.servers().find(({ name }) => name === server)?.info;
  return info === undefined || info.capabilities.completions !== undefined;
}

function unknownReference(): JsonRpcErrorAnswer {
  return new JsonRpcErrorAnswer({
    code: INVALID_PARAMS_CODE,
    message: 'The parameter "ref" has to be of type "ref/prompt" or "ref/resource".',
  });
}
