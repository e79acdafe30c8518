/**
 * Scripted MCP servers that misbehave on purpose, and a clock that stands still until a test moves it.
 *
 * @packageDocumentation
 */
export { CHAOS_DEFAULTS, type ChaosCall, type ChaosOptions } from './chaos/chaos-options.ts';
export type { ChaosCallRecord, ChaosFigures, ChaosReport, ChaosRow } from './chaos/chaos-report.ts';
export { runChaos } from './chaos/run-chaos.ts';
export {
  createFakeClock,
  FAKE_CLOCK_DEFAULTS,
  type FakeClock,
  type FakeClockOptions,
  type RunUntilOptions,
} from './clock/fake-clock.ts';
export { createSeededRandom, createSequentialId } from './clock/repeatable-chance.ts';
export { createFaultControl, type FaultControl } from './faults/fault-control.ts';
export { createFaultInjector, type FaultInjector, type MetRequest } from './faults/fault-injector.ts';
export {
  FAULT_KINDS,
  FAULTS,
  type FaultEra,
  type FaultFacts,
  type FaultKind,
  type FaultTransport,
  isFaultKind,
} from './faults/fault-kind.ts';
export type { FaultOrder, FaultOrders } from './faults/fault-order.ts';
export { type FaultPlan, faultPlanProblems, type PlannedFault } from './faults/fault-plan.ts';
export { faultyClock, faultyConnector } from './faults/faulty-connector.ts';
export type { FaultyConnectorOptions, StandIn } from './faults/faulty-connector-options.ts';
export { type FaultyHttpServer, startFaultyHttpServer } from './faults/faulty-http-server.ts';
export type { FaultyServerOptions } from './faults/faulty-server-settings.ts';
export { faultyStdioServer } from './faults/faulty-stdio-server.ts';
export type {
  BigBodyFault,
  ContentTypeFault,
  CutFault,
  HangAfterHeadersFault,
  HangFault,
  HtmlFault,
  HttpFault,
  HttpFaultScope,
  NotJsonFault,
  NotJsonRpcFault,
  RedirectFault,
  RefuseFault,
  ResetFault,
  SessionLostFault,
  SlowDripFault,
  SseDestroyFault,
  SseEndFault,
  StatusFault,
} from './http/http-fault.ts';
export type { HttpScenario, RecordedRequest, ScriptedHttpServerOptions } from './http/http-scenario.ts';
export type { ResumableStreams } from './http/http-sessions.ts';
export {
  createScriptedHttpServer,
  type RestartOptions,
  type ScriptedHttpServer,
} from './http/scripted-http-server.ts';
export { createMemoryParkedLog, type MemoryParkedLog } from './parking/memory-parked-log.ts';
export type {
  AskOptions,
  ClientQuestion,
  InputRound,
} from './scenario/client-question.ts';
export type {
  BigBehaviour,
  CancellationsBehaviour,
  CutBehaviour,
  EchoBehaviour,
  EnvironmentBehaviour,
  ExitBehaviour,
  FinalBehaviour,
  InspectBehaviour,
  NotificationsBehaviour,
  ResultBehaviour,
  RpcErrorBehaviour,
  SignalBehaviour,
  SilentBehaviour,
  SoftErrorBehaviour,
  SubscriptionsBehaviour,
  TextBehaviour,
  ToolErrorBehaviour,
  TwiceBehaviour,
  WrongIdBehaviour,
} from './scenario/final-behaviours.ts';
export type { JsonObject, JsonValue } from './scenario/json.ts';
export { type RealServerFault, realServerFaults } from './scenario/real-server-faults.ts';
export type {
  ElicitationCompletion,
  ListenEnd,
  LogAnnouncement,
  ResourceUpdate,
  ScriptedChange,
  ScriptedLogLine,
} from './scenario/scripted-change.ts';
export type {
  AddToolBehaviour,
  AnnounceBehaviour,
  AskBehaviour,
  AskSeveralBehaviour,
  CloseStreamBehaviour,
  CounterBehaviour,
  DelayBehaviour,
  GarbageBehaviour,
  InputRequiredBehaviour,
  LogBehaviour,
  ProgressBehaviour,
  RemoveToolBehaviour,
  ScriptedTool,
  SequenceBehaviour,
  ToolBehaviour,
} from './scenario/scripted-tool.ts';
export type {
  MethodDelayFault,
  MethodErrorFault,
  MethodExitFault,
  MethodFault,
  MethodResultFault,
  MethodSilentFault,
  ScriptedAnnouncement,
  ScriptedPrompt,
  ScriptedResource,
  ScriptedResourceTemplate,
  ScriptedTasks,
  ServerScenario,
} from './scenario/server-scenario.ts';
export type { Flood, Grandchild, StartBehaviour, StderrLine, StdioScenario } from './scenario/stdio-scenario.ts';
export {
  type ScriptedStdioServerOptions,
  type StdioServerEntry,
  scriptedStdioServer,
} from './stdio/scripted-stdio-server.ts';
export { readExecutions, readPids, type ToolExecution } from './stdio/tool-executions.ts';
