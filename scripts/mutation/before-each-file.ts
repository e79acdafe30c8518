import fc from 'fast-check';
import { inject } from 'vitest';

// A mutant has to be found by each run or by none.
fc.configureGlobal({ seed: 1 });

// Modules are loaded before a mutant begins to act, also where the thread has run another one before.
if (inject('mutantActivation') === 'runtime') {
  const stryker: unknown = Reflect.get(globalThis, inject('globalNamespace'));
  if (typeof stryker === 'object' && stryker !== null) Reflect.set(stryker, 'activeMutant', undefined);
}
