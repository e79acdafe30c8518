// @ts-check
// The gateway with its log and everything that watches it, put together as `seawall serve` does. SIGUSR2 turns the watching off and
// on again, so that one process, with the same code compiled, is measured with it and without. Usage: switched-main.mjs CONFIG PORT FOLDER
import { join } from 'node:path';
import { openSeawall, readConfiguration } from '@seawall/client';
import { createEventBus, createOrderedSystemId, defaultAlertSettings, systemClock } from '@seawall/core/base';
import { createGateway } from '@seawall/gateway';
import { openObservationStore } from '@seawall/store';
import {
  AlertEngine,
  auditCalls,
  createAuditTrail,
  createMetrics,
  createPinoLogger,
  createTracker,
  logEvents,
  watchForAlerts,
} from '@seawall/telemetry';

const [file = '', port = '', folder = ''] = process.argv.slice(2);
const clock = systemClock;
const createId = createOrderedSystemId;
const configuration = await readConfiguration({ file, env: process.env, folder: process.cwd() });
const settings = { ...configuration.settings, listen: { ...configuration.settings.listen, port: Number(port) } };
const logger = createPinoLogger({ level: 'info', clock });
const seawall = openSeawall({ ...configuration, settings }, { logger, createId });
const gateway = createGateway({ seawall, version: '0.0.0', clock, logger });

/** @type {(error: unknown) => void} */
const onListenerError = (error) => logger.log('error', 'What listens failed.', { error });
const events = createEventBus({ onListenerError });
const stopLog = logEvents(events.subscribe, logger);
const watching = createEventBus({ onListenerError });
const { subscribe } = watching;
let isWatching = true;
process.on('SIGUSR2', () => {
  isWatching = !isWatching;
});
events.subscribe((event) => {
  if (isWatching && event.kind !== 'attemptStarted') watching.emit(event);
});
seawall.subscribe(events.emit);

const store = await openObservationStore({ file: join(folder, 'observations.db'), clock, logger });
const servers = () => seawall.servers().map(({ name, status }) => ({ name, status, tools: [] }));
const tracker = createTracker({ clock, createId, subscribe, servers, store });
const metrics = createMetrics({ subscribe, tracker, store });
const alertSettings = defaultAlertSettings();
const signals = watchForAlerts({ clock, subscribe, tracker, store, rules: alertSettings.rules });
const alerts = new AlertEngine({
  settings: alertSettings,
  signals,
  store,
  sinks: [],
  clock,
  createId,
  logger,
  onChange: events.emit,
});
const audit = createAuditTrail({ folder: join(folder, 'audit'), clock, logger });
const endAudit = auditCalls(subscribe, audit);

await gateway.listen();
seawall.start();
await alerts.start();
process.once('SIGTERM', () => void end());

async function end() {
  await gateway.close();
  await seawall.close();
  endAudit();
  await alerts.close();
  signals.close();
  metrics.close();
  await audit.close();
  await tracker.close();
  await store.close();
  stopLog();
  await logger.close();
}
