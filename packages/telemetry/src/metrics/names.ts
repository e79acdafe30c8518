/**
 * The metrics of Seawall, with what each tells.
 *
 * Those that begin with `mcp_` are of the OpenTelemetry conventions for MCP, whose status is "development": their names, and
 * those of their labels, may change with {@link CONVENTIONS_VERSION}. All others are ours and stay.
 */
export const METRICS = {
  mcp_client_operation_duration_seconds: 'How long attempts at requests to MCP servers took, as the client saw it.',
  seawall_alerts_firing: 'Alerts that fire, muted ones included.',
  seawall_build_info: 'Always 1; the labels tell the versions.',
  seawall_call_duration_seconds: 'How long calls took with all their attempts and waits.',
  seawall_calls_joined_total: 'Calls that got the answer to an equal one that was under way.',
  seawall_calls_queued_total: 'Calls that had to wait for a place.',
  seawall_calls_rejected_total: 'Calls that were not let through, by the reason.',
  seawall_calls_total: 'Calls that ended, by how.',
  seawall_circuit_state: '1 for the state in which a circuit is, 0 for the others.',
  seawall_circuit_transitions_total: 'Changes of circuits.',
  seawall_concurrency_limit: 'How many calls a server is given at a time.',
  seawall_config_reloads_total: 'How often the configuration was read again, by the outcome.',
  seawall_connection_changes_total: 'Changes of connections, by the state they came to.',
  seawall_error_groups: 'Causes of errors, by their state.',
  seawall_errors_total: 'Errors of attempts and connections, those that a retry made good included.',
  seawall_events_dropped_total: 'What was observed and not kept, by where it was lost.',
  seawall_fallbacks_total: 'Calls that were answered by another tool or by words of a pack.',
  seawall_hedges_total: 'Second attempts beside a slow one.',
  seawall_notifications_total: 'Notifications about alerts, by the sink and how sending ended.',
  seawall_outcome_unknown_total: 'Writes of which nobody knows whether they ran.',
  seawall_parked_calls: 'Writes that wait for their server.',
  seawall_parked_changes_total: 'Writes that were parked, sent, given up or discarded.',
  seawall_process_cpu_seconds_total: 'CPU time of this process.',
  seawall_process_resident_memory_bytes: 'Memory of this process.',
  seawall_rate_gate_held: '1 while a server gets no calls because it asked for fewer.',
  seawall_redactions_total: 'Places in errors where a secret was hidden, by the rule that found it.',
  seawall_retries_suppressed_total: 'Retries that were not made, by the reason.',
  seawall_retries_total: 'Retries, by the code of the failure before.',
  seawall_server_health: '1 for the health that a server has, 0 for the others.',
  seawall_server_up: '1 while the connection to a server is ready.',
  seawall_silence_probes_total: 'Servers that were asked whether they are there because a call was silent for long.',
  seawall_stale_served_total: 'Calls that got an earlier answer.',
  seawall_store_waiting: 'Records that wait to be written.',
  seawall_store_written_total: 'Records that were written.',
} as const;

/** The name of a metric. */
export type MetricName = keyof typeof METRICS;

/** The state of the OpenTelemetry conventions whose names are used. */
export const CONVENTIONS_VERSION = 'semantic-conventions-genai 0393513c (development)';

/** Upper bounds of the buckets of durations, in seconds: those of the conventions. */
export const DURATION_BUCKETS_SECONDS: readonly number[] = [
  0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300,
];
