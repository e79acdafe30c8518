// Connects to the servers that a file names, appends the process id of its watchdog to another file, and stays.
import { appendFileSync, readFileSync } from 'node:fs';
import { connectorFor, open } from '../open-connection.ts';

const [input = '', readyFile = ''] = process.argv.slice(2);
const launches = JSON.parse(readFileSync(input, 'utf8'));
await Promise.all(launches.map((launch: Parameters<typeof connectorFor>[0]) => open(connectorFor(launch))));
const children = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'latin1').split(' ').filter(Boolean);
const watchdog = children.find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('seawall-watchdog'));
appendFileSync(readyFile, `${watchdog}\n`);
setInterval(() => undefined, 1000);
