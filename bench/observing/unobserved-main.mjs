// @ts-check
// The gateway as `seawall serve` runs it, with its log and without anything that watches. Usage: unobserved-main.mjs CONFIG PORT
import { openSeawall, readConfiguration } from '@seawall/client';
import { systemClock } from '@seawall/core/base';
import { createGateway } from '@seawall/gateway';
import { createPinoLogger, logEvents } from '@seawall/telemetry';

const [file = '', port = ''] = process.argv.slice(2);
const surroundings = { env: process.env, folder: process.cwd() };
const configuration = await readConfiguration({ file, ...surroundings });
const { settings } = configuration;
const listen = { ...settings.listen, port: Number(port) };
const logger = createPinoLogger({ level: 'info', clock: systemClock });
const seawall = openSeawall({ ...configuration, settings: { ...settings, listen } }, { logger });
const stopLog = logEvents((listener) => seawall.subscribe(listener), logger);
const gateway = createGateway({ seawall, version: '0.0.0', clock: systemClock, logger });
await gateway.listen();
seawall.start();
process.once('SIGTERM', () => void end());

async function end() {
  await gateway.close();
  await seawall.close();
  stopLog();
  await logger.close();
}
