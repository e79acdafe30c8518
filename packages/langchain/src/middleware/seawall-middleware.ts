import { AIMessage, type SystemMessage, ToolMessage } from '@langchain/core/messages';
import type { ClientTool, ServerTool } from '@langchain/core/tools';
import { isGraphBubbleUp } from '@langchain/langgraph';
import { findOutages, type Outage } from '@seawall/client';
import { silentLogger, systemClock } from '@seawall/core/base';
import { createMiddleware } from 'langchain';
import { apologize, toRunError } from '../run/apology.ts';
import { stampTime } from '../run/message-time.ts';
import { beginRecord, currentErrors, endRecord } from '../run/record-run.ts';
import { runStateSchema } from '../run/run-record.ts';
import { SeawallTool } from '../tools/seawall-tool.ts';
import type { SeawallTools } from '../tools/seawall-tools.ts';
import { type AnsweredCall, artifactOf, toErrorMessage } from '../tools/tool-message.ts';
import { findDisguisedFailure, toToolError } from './foreign-failure.ts';
import { checkMiddlewareOptions, MIDDLEWARE_DEFAULTS, type SeawallMiddlewareOptions } from './middleware-options.ts';
import { noteForModel } from './notes.ts';
import { type AskedCall, endOfLoop, refusalMessage, refusalOf } from './repeats.ts';

/**
 * Keeps an agent going when tools fail, whoever made these: tools of Seawall, of `MultiServerMCPClient`, or your own.
 *
 * A failed tool never ends the run, and never shows the model a secret or a stack. The model is told which tools are down
 * before it speaks, is stopped from calling again and again what fails, and a run that can't go on ends with an apology. The
 * state of the agent gets `seawallRun`, the record of all this.
 *
 * Put it first: then it sees what other middleware, as `toolRetryMiddleware`, made of a failure.
 *
 * @throws {@link MCPConfigurationError} with `OPTION_INVALID`.
 */
export function seawallMiddleware(options: SeawallMiddlewareOptions = {}) {
  checkMiddlewareOptions(options);
  const { tools, maxRefusals = MIDDLEWARE_DEFAULTS.maxRefusals, logger = silentLogger } = options;
  const { errorTtlMs = MIDDLEWARE_DEFAULTS.errorTtlMs, onRunError = MIDDLEWARE_DEFAULTS.onRunError } = options;
  const { clock = systemClock } = options;
  const recording = { clock, errorTtlMs };
  const outagesNow = (): readonly Outage[] =>
    tools === undefined ? [] : findOutages(tools.seawall, tools.agentTools.list(), clock);
  return createMiddleware({
    name: 'seawall',
    stateSchema: runStateSchema,
    beforeAgent: ({ seawallRun }) => ({ seawallRun: beginRecord(seawallRun, recording) }),
    wrapModelCall: async (request, handler) => {
      const note = noteForModel(outagesNow(), currentErrors(request.state.seawallRun, clock), request.messages);
      const systemMessage = withNote(request.systemMessage, note);
      try {
        const answer = await handler({ ...request, systemMessage, tools: liveTools(request.tools, tools) });
        // An answer in a shape of its own is no message, whatever the types say.
        if (!AIMessage.isInstance(answer)) return answer;
        const refuse = (call: AskedCall): string | undefined =>
          refusalOf(call, request.messages, outagesNow(), options);
        return stampTime(endOfLoop(answer, request.messages, maxRefusals, refuse) ?? answer, clock);
      } catch (thrown) {
        if (onRunError === 'throw' || isControlFlow(thrown, request.runtime.signal)) throw thrown;
        const error = toRunError(thrown);
        error.log(logger);
        return apologize(error);
      }
    },
    wrapToolCall: async (request, handler) => {
      const { toolCall, runtime, state } = request;
      const refusal = refusalOf(toolCall, state.messages, outagesNow(), options);
      if (refusal !== undefined) return refusalMessage(toolCall, refusal);
      const answered = { id: toolCall.id ?? '', name: toolCall.name };
      const tool = request.tool ?? tools?.find(toolCall.name);
      try {
        const message = await handler(tool === undefined ? request : { ...request, tool });
        return ToolMessage.isInstance(message) ? stampTime(undisguised(message, answered), clock) : message;
      } catch (thrown) {
        if (isControlFlow(thrown, runtime.signal)) throw thrown;
        return stampTime(toErrorMessage(toToolError(thrown, toolCall.name), answered), clock);
      }
    },
    afterAgent: ({ seawallRun, messages }) => ({
      seawallRun: endRecord(seawallRun ?? beginRecord(undefined, recording), messages, recording),
    }),
  });
}

/** What the agent is told anyway stays in front, so that caches of it hold. */
function withNote(systemMessage: SystemMessage, note: string | undefined): SystemMessage {
  if (note === undefined) return systemMessage;
  return systemMessage.concat(systemMessage.text === '' ? note : `\n\n${note}`);
}

/** A message of others that says that all went well may hold a failure all the same. */
function undisguised(message: ToolMessage, answered: AnsweredCall): ToolMessage {
  const failure = artifactOf(message) === undefined ? findDisguisedFailure(message, answered.name) : undefined;
  return failure === undefined ? message : toErrorMessage(failure, answered);
}

/** Interrupts and the like are no failures, and a run that was cancelled has nobody to apologize to. */
function isControlFlow(thrown: unknown, signal: AbortSignal | undefined): boolean {
  return isGraphBubbleUp(thrown) || signal?.aborted === true;
}

/** The tools that the agent was built with, without those of a client that are gone, and with those that came since. */
function liveTools(
  registered: (ClientTool | ServerTool)[],
  tools: SeawallTools | undefined,
): (ClientTool | ServerTool)[] {
  if (tools === undefined) return registered;
  const live = tools.list();
  const names = new Set(live.map(({ name }) => name));
  const kept = registered.filter((tool) => !(tool instanceof SeawallTool) || names.has(tool.name));
  const known = new Set(kept.map(nameOf));
  return [...kept, ...live.filter(({ name }) => !known.has(name))];
}

function nameOf(tool: ClientTool | ServerTool): unknown {
  return 'name' in tool ? tool.name : undefined;
}
