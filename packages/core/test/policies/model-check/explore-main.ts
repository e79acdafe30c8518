// Visits all states of the scope that is named, and tells the process that started it what came of it.
import { explore } from './explore.ts';
import { SCOPES } from './scope.ts';

/** Far more than there are: what is not complete by then has a state that grows without end. */
const MAX_STATES = 1_000_000;

const name = process.argv[2] ?? '';
const scope = SCOPES.get(name);
if (scope === undefined) throw new Error(`There is no scope "${name}".`);
// Else it would go on for minutes for nobody.
process.once('disconnect', () => process.exit(1));
process.send?.(await explore({ scope, maxStates: MAX_STATES }));
process.disconnect();
