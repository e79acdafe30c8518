#!/usr/bin/env node
import { createProcessContext, endProcess } from './process-context.ts';
import { runCommandLine } from './program.ts';

const context = createProcessContext();
await endProcess(await runCommandLine(context, process.argv.slice(2)));
