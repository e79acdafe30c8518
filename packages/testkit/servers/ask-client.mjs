// @ts-check
import { missingCapabilities } from './capabilities.mjs';
import { ERROR_CODES, FaultError } from './fault-error.mjs';
import { isObject, textResult } from './wire-shapes.mjs';

/** @typedef {import('./protocol-state.mjs').Call} Call */
/** @typedef {import('./scenario-types.mjs').AskOptions} AskOptions */
/** @typedef {import('./scenario-types.mjs').ClientQuestion} ClientQuestion */
/** @typedef {import('./scenario-types.mjs').InputRound} InputRound */
/** @typedef {import('./wire-shapes.mjs').Wire} Wire */

/**
 * Asks the client; a modern one is asked by answering the call with what is needed.
 *
 * @param {readonly ClientQuestion[]} questions
 * @param {AskOptions & { readonly atOnce: boolean }} options
 * @param {Call} call
 * @returns {Promise<readonly unknown[] | undefined>} the answers; nothing when the call needs no further answer
 */
export async function askAll(questions, options, call) {
  if (call.modern) return askByResult(questions, options, call);
  if (refusesUndeclared(questions, options, call)) return undefined;
  if (options.atOnce) return wholeOrNothing(questions.map((question) => askOnce(question, options, call)));
  /** @type {unknown[]} */
  const answers = [];
  for (const question of questions) {
    const answer = await askOnce(question, options, call);
    if (call.ended) return undefined;
    answers.push(answer);
  }
  return answers;

  /** @param {Promise<unknown>[]} asked */
  async function wholeOrNothing(asked) {
    const all = await Promise.all(asked);
    return call.ended ? undefined : all;
  }
}

/**
 * Asks round by round.
 *
 * @param {readonly InputRound[]} rounds
 * @param {AskOptions} options
 * @param {Call} call
 * @returns {Promise<object | undefined>} what came back for the last round; nothing when the call needs
 *   no further answer
 */
export async function askInRounds(rounds, options, call) {
  if (call.modern) return nextRound(rounds, options, call);
  /** @type {{ inputResponses?: Wire, requestState?: string }} */
  let returned = {};
  for (const { requests = {}, requestState } of rounds) {
    const keys = Object.keys(requests);
    const answers = await askAll(Object.values(requests), { ...options, atOnce: true }, call);
    if (answers === undefined) return undefined;
    const inputResponses = Object.fromEntries(keys.map((key, index) => [key, answers[index]]));
    returned = { inputResponses, ...(requestState === undefined ? {} : { requestState }) };
  }
  return returned;
}

/**
 * Asks a modern client for what a prompt or a resource needs.
 *
 * @param {readonly InputRound[] | undefined} rounds
 * @param {Call} call
 * @returns {boolean} whether the call was answered with a question
 */
export function lacksInput(rounds, call) {
  return rounds !== undefined && call.modern && nextRound(rounds, {}, call) === undefined;
}

/**
 * The questions of one list by `input_required`: what was answered so far travels as `requestState`.
 *
 * @param {readonly ClientQuestion[]} questions
 * @param {AskOptions & { readonly atOnce: boolean }} options
 * @param {Call} call
 * @returns {readonly unknown[] | undefined}
 */
function askByResult(questions, { atOnce, unasked = false }, call) {
  const { inputResponses, requestState } = call.params;
  /** @param {readonly unknown[]} answered */
  const due = (answered) => {
    const group = atOnce ? questions : questions.slice(answered.length, answered.length + 1);
    return Object.fromEntries(group.map((question, index) => [`question-${answered.length + index + 1}`, question]));
  };
  /** @type {readonly unknown[]} */
  let answered = [];
  if (inputResponses !== undefined || requestState !== undefined) {
    const before = answeredBefore(requestState);
    if (before === undefined || !answersExactly(due(before), inputResponses)) throw wrongReturn(call);
    const responses = isObject(inputResponses) ? inputResponses : {};
    answered = [...before, ...Object.keys(due(before)).map((key) => responses[key])];
  }
  if (answered.length >= questions.length) return answered;
  requireInput({ requests: due(answered), requestState: JSON.stringify({ answered }) }, unasked, call);
  return undefined;
}

/**
 * @param {readonly InputRound[]} rounds
 * @param {AskOptions} options
 * @param {Call} call
 * @returns {object | undefined}
 */
function nextRound(rounds, { unasked = false }, call) {
  const { inputResponses, requestState } = call.params;
  let due = 0;
  if (inputResponses !== undefined || requestState !== undefined) {
    const answered = rounds.findIndex(
      (round) => round.requestState === requestState && answersExactly(round.requests ?? {}, inputResponses),
    );
    if (answered === -1) throw wrongReturn(call);
    due = answered + 1;
  }
  const round = rounds[due];
  if (round === undefined) return { inputResponses, requestState };
  requireInput(round, unasked, call);
  return undefined;
}

/**
 * Answers with what is needed from the client.
 *
 * @param {InputRound} round
 * @param {boolean} unasked
 * @param {Call} call
 */
function requireInput({ requests = {}, requestState }, unasked, call) {
  const requiredCapabilities = unasked ? undefined : missingCapabilities(call, Object.values(requests));
  if (requiredCapabilities !== undefined) {
    const names = Object.keys(requiredCapabilities).join(', ');
    const message = `The client did not declare ${names}`;
    throw new FaultError(ERROR_CODES.missingClientCapability, message, { requiredCapabilities });
  }
  const inputRequests = Object.fromEntries(
    Object.entries(requests).map(([key, { method, params }]) => [key, { method, ...(params && { params }) }]),
  );
  call.succeed({
    resultType: 'input_required',
    ...(Object.keys(requests).length > 0 ? { inputRequests } : {}),
    ...(requestState === undefined ? {} : { requestState }),
  });
}

/**
 * Asks one thing by a request of the server.
 *
 * @param {ClientQuestion} question
 * @param {AskOptions} options
 * @param {Call} call
 * @returns {Promise<unknown>} the answer; nothing when the call ended first
 */
function askOnce({ method, params }, { over = 'call', timeoutMs }, call) {
  if (call.ended) return Promise.resolve(undefined);
  const { connection } = call;
  const id = `asked-${connection.nextAskedId}`;
  connection.nextAskedId += 1;
  /** @param {Wire} message */
  const send = (message) => {
    if (over === 'session') connection.send({ jsonrpc: '2.0', ...message });
    else call.exchange.notify({ jsonrpc: '2.0', ...message });
  };
  return new Promise((resolve) => {
    /** @param {unknown} answer */
    const settle = (answer) => {
      timer?.cancel();
      call.stops.delete(stop);
      connection.asked.delete(id);
      resolve(answer);
    };
    /** @param {string} reason */
    const cancel = (reason) => send({ method: 'notifications/cancelled', params: { requestId: id, reason } });
    const stop = () => {
      cancel('the call ended');
      settle(undefined);
    };
    const giveUp = () => {
      cancel('timed out');
      settle({ timedOut: true });
    };
    const timer = timeoutMs === undefined ? undefined : call.state.host.clock.setTimer(giveUp, timeoutMs);
    call.stops.add(stop);
    connection.asked.set(id, settle);
    send({ id, method, ...(params && { params }) });
  });
}

/**
 * @param {readonly ClientQuestion[]} questions
 * @param {AskOptions} options
 * @param {Call} call
 * @returns {boolean} whether the call was answered instead
 */
function refusesUndeclared(questions, { unasked = false }, call) {
  const missing = unasked ? undefined : missingCapabilities(call, questions);
  if (missing === undefined) return false;
  const text = `The client did not declare ${Object.keys(missing).join(', ')}`;
  call.succeed({ ...textResult(text), isError: true });
  return true;
}

/**
 * @param {unknown} requestState
 * @returns {readonly unknown[] | undefined} nothing for a state that is not ours
 */
function answeredBefore(requestState) {
  try {
    const state = typeof requestState === 'string' ? JSON.parse(requestState) : undefined;
    return isObject(state) && Array.isArray(state.answered) ? state.answered : undefined;
  } catch {
    return undefined; // Not our JSON, so not our state.
  }
}

/**
 * @param {object} requests
 * @param {unknown} responses
 * @returns {boolean} whether there is an answer for each request, and no other
 */
function answersExactly(requests, responses) {
  const keys = Object.keys(requests).sort();
  const given = responses === undefined ? [] : isObject(responses) ? Object.keys(responses).sort() : undefined;
  return given !== undefined && JSON.stringify(given) === JSON.stringify(keys);
}

/** @param {Call} call */
function wrongReturn({ params }) {
  const { inputResponses, requestState } = params;
  const data = { requestState, answered: isObject(inputResponses) ? Object.keys(inputResponses) : inputResponses };
  return new FaultError(ERROR_CODES.invalidParams, 'requestState and inputResponses do not fit what was asked', data);
}
