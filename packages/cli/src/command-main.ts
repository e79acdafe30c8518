import { createProcessContext, endProcess } from './process-context.ts';
import { runCommandLine } from './program.ts';
import { letYoungGenerationGrow } from './young-generation.ts';

const context = createProcessContext();
letYoungGenerationGrow(context.clock);
await endProcess(await runCommandLine(context, process.argv.slice(2)));
