// Tells which behaviours of docs/seed-behaviours.json have a test: one whose title names their id, as (A62) or [A60-A67].
// Usage: npm run checklist -- [--json] [--ids RANGES] [--require RANGES] [ROOT]    RANGES are lists as A1-A14,B1
// Exits with 1 when a required behaviour has no test or a title names an unknown id, with 2 when the arguments are wrong.
import { runChecklist } from './checklist/run-checklist.mjs';

const { exitCode, output, complaints } = runChecklist(process.argv.slice(2));
if (output) console.log(output);
for (const complaint of complaints) console.error(complaint);
process.exitCode = exitCode;
