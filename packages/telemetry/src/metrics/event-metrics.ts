import type { CallInfo, MCPError, SeawallEvent } from '@seawall/core/base';
import { boundedName } from '../tracker/bounded-text.ts';
import type { EventOf } from '../tracker/core-events.ts';
import { isRefusal } from '../tracker/error-weight.ts';
import { errorTypeOf } from './error-type.ts';
import { type Family, HistogramFamily, type HistogramSeries, NumberFamily } from './family.ts';
import { LabelCap } from './label-cap.ts';
import { PolicyMetrics } from './policy-metrics.ts';

/** Counts what events tell of calls, connections and configuration. */
export class EventMetrics {
  readonly #servers = new LabelCap(MAX_SERVERS, 1);
  readonly #tools: LabelCap;
  readonly #codes = new LabelCap(MAX_CODES, MAX_SERVERS * CODE_LABELS);
  /** By server and tool; bounded like the labels. */
  readonly #usual = new Map<string, Map<string, UsualSeries>>();
  readonly #policies = new PolicyMetrics((server) => this.#serverOf(server));
  readonly #operations = new HistogramFamily('mcp_client_operation_duration_seconds', [
    'server',
    'mcp_method_name',
    'gen_ai_tool_name',
    'gen_ai_prompt_name',
    'error_type',
    'rpc_response_status_code',
  ]);
  readonly #callDurations = new HistogramFamily('seawall_call_duration_seconds', ['server', 'outcome']);
  readonly #calls = new NumberFamily('counter', 'seawall_calls_total', ['server', 'tool', 'outcome', 'served_by']);
  readonly #rejected = new NumberFamily('counter', 'seawall_calls_rejected_total', ['server', 'reason']);
  readonly #errors = new NumberFamily('counter', 'seawall_errors_total', ['server', 'kind', 'code']);
  readonly #unknown = new NumberFamily('counter', 'seawall_outcome_unknown_total', ['server']);
  readonly #up = new NumberFamily('gauge', 'seawall_server_up', ['server']);
  readonly #connections = new NumberFamily('counter', 'seawall_connection_changes_total', ['server', 'to']);
  readonly #reloads = new NumberFamily('counter', 'seawall_config_reloads_total', ['outcome']);

  constructor(maxTools: number) {
    // Tools and prompts.
    this.#tools = new LabelCap(maxTools, MAX_SERVERS * 2);
  }

  get families(): readonly Family[] {
    return [
      this.#operations,
      this.#callDurations,
      this.#calls,
      this.#rejected,
      this.#errors,
      this.#unknown,
      this.#up,
      this.#connections,
      this.#reloads,
      ...this.#policies.families,
    ];
  }

  note(event: SeawallEvent): void {
    switch (event.kind) {
      case 'callStarted':
      case 'attemptStarted':
      case 'catalogChanged':
      case 'alertFired':
      case 'alertResolved':
        return;
      case 'attemptFinished':
        this.#noteAttempt(event);
        return;
      case 'callFinished':
        this.#noteCall(event);
        return;
      case 'connectionChanged':
        this.#noteConnection(event);
        return;
      case 'configReloaded':
        this.#noteReload(event);
        return;
      default:
        this.#policies.note(event);
        return;
    }
  }

  #noteAttempt({ call, outcome, durationMs }: EventOf<'attemptFinished'>): void {
    const usual = outcome.kind === 'success' ? this.#usualOf(call) : undefined;
    if (usual !== undefined) {
      usual.attempts?.observe(durationMs / 1000);
      return;
    }
    const server = this.#serverOf(call.server);
    const isTool = call.method === 'tools/call';
    const failure = outcome.kind === 'failure' ? errorTypeOf(outcome.error) : undefined;
    this.#operations.observe(
      [
        server,
        this.#codes.admit(`${server} method`, call.method),
        isTool ? this.#toolOf(server, call) : undefined,
        call.method === 'prompts/get' ? this.#tools.admit(`${server} prompt`, call.target) : undefined,
        failure && this.#codes.admit(`${server} type`, failure.errorType),
        failure?.statusCode && this.#codes.admit(`${server} type`, failure.statusCode),
      ],
      durationMs / 1000,
    );
    if (outcome.kind === 'failure' && outcome.error.kind !== 'cancelled') this.#countError(server, outcome.error);
  }

  #noteCall({ call, outcome, durationMs, attempts }: EventOf<'callFinished'>): void {
    const usual = outcome.kind === 'success' && outcome.servedBy === 'upstream' ? this.#usualOf(call) : undefined;
    if (usual !== undefined) {
      if (usual.calls !== undefined) usual.calls.value += 1;
      usual.durations?.observe(durationMs / 1000);
      return;
    }
    const server = this.#serverOf(call.server);
    const tool = call.method === 'tools/call' ? this.#toolOf(server, call) : undefined;
    if (outcome.kind === 'success') {
      this.#calls.add([server, tool, 'succeeded', outcome.servedBy]);
      this.#callDurations.observe([server, 'succeeded'], durationMs / 1000);
      return;
    }
    const { error } = outcome;
    const how = error.kind === 'cancelled' ? 'cancelled' : 'failed';
    this.#calls.add([server, tool, how, undefined]);
    this.#callDurations.observe([server, how], durationMs / 1000);
    if (error.kind === 'outcome_unknown') this.#unknown.add([server]);
    if (isRefusal(error.kind)) this.#rejected.add([server, this.#codeOf(server, error)]);
    else if (attempts === 0 && how === 'failed') this.#countError(server, error);
  }

  /** Where the calls of a tool that succeed are counted: found once, because nearly all calls do. */
  #usualOf(call: CallInfo): UsualSeries | undefined {
    if (call.method !== 'tools/call') return undefined;
    const known = this.#usual.get(call.server)?.get(call.target);
    if (known !== undefined) return known;
    const server = this.#serverOf(call.server);
    const tool = this.#toolOf(server, call);
    const usual = {
      attempts: this.#operations.series([server, this.#codes.admit(`${server} method`, call.method), tool]),
      calls: this.#calls.series([server, tool, 'succeeded', 'upstream']),
      durations: this.#callDurations.series([server, 'succeeded']),
    };
    // What shares the label of others has none of its own to remember, or names without end would be kept here.
    if (server !== call.server || tool !== call.target) return usual;
    const tools = this.#usual.get(server) ?? new Map<string, UsualSeries>();
    this.#usual.set(server, tools.set(tool, usual));
    return usual;
  }

  #noteConnection({ server: name, status, from }: EventOf<'connectionChanged'>): void {
    const server = this.#serverOf(name);
    const { state } = status;
    this.#up.set([server], state === 'ready' ? 1 : 0);
    if (state !== from) this.#connections.add([server, state]);
    if (state === 'connecting' || !('lastError' in status) || status.lastError === undefined) return;
    this.#countError(server, status.lastError);
  }

  #noteReload({ outcome }: EventOf<'configReloaded'>): void {
    this.#reloads.add([outcome.kind]);
    if (outcome.kind === 'refused') return;
    for (const name of outcome.removed) {
      this.#up.remove(0, boundedName(name));
      this.#policies.forget(boundedName(name));
    }
  }

  #countError(server: string, error: MCPError): void {
    this.#errors.add([server, error.kind, this.#codeOf(server, error)]);
  }

  #codeOf(server: string, { code }: MCPError): string {
    return this.#codes.admit(`${server} code`, code);
  }

  #serverOf(name: string): string {
    return this.#servers.admit('', boundedName(name));
  }

  #toolOf(server: string, { target }: CallInfo): string {
    return this.#tools.admit(server, boundedName(target));
  }
}

/** The series of calls that succeed. */
interface UsualSeries {
  readonly attempts: HistogramSeries | undefined;
  readonly calls: { value: number } | undefined;
  readonly durations: HistogramSeries | undefined;
}

const MAX_SERVERS = 1000;
/** Codes of a server that are told apart; its own numbers are among them. */
const MAX_CODES = 200;
/** Methods, types and codes of errors. */
const CODE_LABELS = 3;
