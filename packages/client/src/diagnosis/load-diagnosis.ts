import { loadOnce } from '../load-once.ts';

/** The tables of the diagnosis: large, and so loaded when the first answer has to be explained, without holding up other calls. */
export const loadDiagnosis = loadOnce(async () => {
  const diagnosis = await import('@seawall/core/diagnosis');
  await diagnosis.prepareDiagnosis();
  return diagnosis;
});
