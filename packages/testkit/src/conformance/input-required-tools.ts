import { type InputRequests, inputRequired, inputResponse } from '@modelcontextprotocol/server';
import { type ConformanceTool, NO_ARGUMENTS, type ToolCall, textResult } from './conformance-tool.ts';
import type { FlowState } from './conformance-world.ts';
import { acceptedField, askFor, askModel, askRoots, askWhether } from './input-questions.ts';

/** Tools that need an answer, or several, before they can finish; each follows another rule of 2026-07-28. */
export const INPUT_REQUIRED_TOOLS: readonly ConformanceTool[] = [
  tool('test_input_required_result_elicitation', 'Asks for a name and greets.', (call) => {
    const name = acceptedField(call.context, 'user_name', 'name');
    if (typeof name === 'string') return textResult(`Hello, ${name}!`);
    return inputRequired({ inputRequests: { user_name: askFor('What is your name?', 'name') } });
  }),
  tool('test_input_required_result_sampling', 'Asks the model for a capital.', ({ context }) => {
    const reply = inputResponse(context.mcpReq.inputResponses, 'capital_question');
    if (reply.kind === 'sampling') return textResult(`The model said: ${JSON.stringify(reply.result.content)}`);
    return inputRequired({ inputRequests: { capital_question: askModel('What is the capital of France?') } });
  }),
  tool('test_input_required_result_list_roots', 'Asks for the roots and names them.', ({ context }) => {
    const reply = inputResponse(context.mcpReq.inputResponses, 'client_roots');
    if (reply.kind !== 'roots') return inputRequired({ inputRequests: { client_roots: askRoots() } });
    return textResult(`Roots: ${reply.roots.map((root) => root.uri).join(', ')}`);
  }),
  tool('test_input_required_result_request_state', 'Sends a sealed state along and checks it.', async (call) => {
    const confirmed = acceptedField(call.context, 'confirm', 'ok') !== undefined;
    if (confirmed && stateOf(call, 'request_state') !== undefined) return textResult('state-ok');
    return askToConfirm(call, 'request_state');
  }),
  tool('test_input_required_result_tampered_state', 'Refuses a state that was changed.', async (call) => {
    const confirmed = acceptedField(call.context, 'confirm', 'ok') !== undefined;
    if (confirmed && stateOf(call, 'tampered_state') !== undefined) return textResult('The state is as it was sealed.');
    return askToConfirm(call, 'tampered_state');
  }),
  tool(
    'test_input_required_result_multiple_inputs',
    'Asks the user, the model and for the roots at once.',
    async (call) => {
      const { context, world } = call;
      const name = acceptedField(context, 'user_name', 'name');
      const greeting = inputResponse(context.mcpReq.inputResponses, 'greeting');
      const roots = inputResponse(context.mcpReq.inputResponses, 'client_roots');
      if (typeof name === 'string' && greeting.kind === 'sampling' && roots.kind === 'roots')
        return textResult(
          `${JSON.stringify(greeting.result.content)} to ${name}, who has ${roots.roots.length} root(s).`,
        );
      return inputRequired({
        inputRequests: {
          user_name: askFor('What is your name?', 'name'),
          greeting: askModel('Generate a greeting'),
          client_roots: askRoots(),
        },
        requestState: await world.flowStates.mint({ flow: 'multiple_inputs', round: 1, nonce: world.createId() }),
      });
    },
  ),
  tool('test_input_required_result_multi_round', 'Asks twice, one question after the other.', multiRound),
  tool('test_input_required_result_capabilities', 'Asks only for what the client can answer.', (call) => {
    if (call.context.mcpReq.inputResponses !== undefined) return textResult('Every question was answered.');
    const questions = questionsFor(call);
    if (Object.keys(questions).length === 0) return textResult('The client can answer no question.');
    return inputRequired({ inputRequests: questions });
  }),
  tool('test_missing_capability', 'Needs a client that has a model.', ({ context }) => {
    const reply = inputResponse(context.mcpReq.inputResponses, 'completion');
    if (reply.kind === 'sampling') return textResult('The client has a model.');
    return inputRequired({ inputRequests: { completion: askModel('Answer with one word.') } });
  }),
];

function tool(name: string, description: string, call: ConformanceTool['call']): ConformanceTool {
  return { name, description, inputSchema: NO_ARGUMENTS, call };
}

async function multiRound(call: ToolCall) {
  const { context, world } = call;
  const state = stateOf(call, 'multi_round');
  const mint = (fields: Pick<FlowState, 'round' | 'name'>): Promise<string> =>
    world.flowStates.mint({ flow: 'multi_round', nonce: world.createId(), ...fields });
  if (state === undefined) {
    const step1 = askFor('Step 1: what is your name?', 'name');
    return inputRequired({ inputRequests: { step1 }, requestState: await mint({ round: 1 }) });
  }
  if (state.round === 1) {
    const name = String(acceptedField(context, 'step1', 'name') ?? 'somebody');
    const step2 = askFor('Step 2: what is your favourite colour?', 'color');
    return inputRequired({ inputRequests: { step2 }, requestState: await mint({ round: 2, name }) });
  }
  return textResult(`${state.name} likes ${String(acceptedField(context, 'step2', 'color') ?? 'no colour')}.`);
}

async function askToConfirm({ world }: ToolCall, flow: string) {
  return inputRequired({
    inputRequests: { confirm: askWhether('Is that right?') },
    requestState: await world.flowStates.mint({ flow, round: 1, nonce: world.createId() }),
  });
}

/** The state that came back with the call, which the SDK has verified, if it belongs to this flow. */
function stateOf({ context }: ToolCall, flow: string): FlowState | undefined {
  const state = context.mcpReq.requestState<FlowState>();
  return state?.flow === flow ? state : undefined;
}

function questionsFor({ client }: ToolCall): InputRequests {
  return {
    ...(client.elicitation === undefined ? {} : { user_name: askFor('What is your name?', 'name') }),
    ...(client.sampling === undefined ? {} : { greeting: askModel('Generate a short greeting') }),
    ...(client.roots === undefined ? {} : { client_roots: askRoots() }),
  };
}
