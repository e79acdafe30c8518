#!/usr/bin/env node
import { createProcessContext, endProcess } from './process-context.ts';
import { runCommandLine } from './program.ts';
import { keepYoungGenerationSmall } from './young-generation.ts';

const context = createProcessContext();
// Before the modules of a command are loaded.
keepYoungGenerationSmall(context.clock);
await endProcess(await runCommandLine(context, process.argv.slice(2)));
