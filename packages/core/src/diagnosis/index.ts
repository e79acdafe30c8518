export { diagnose } from './diagnose.ts';
export { isFailure } from './diagnosis.ts';
export { BUILT_IN_PACKS } from './packs/built-in-packs.ts';
export { definePack } from './packs/define-pack.ts';
export { findPack, findPackTool } from './packs/find-pack.ts';
export { prepareDiagnosis } from './prepare-diagnosis.ts';
export { toMCPError } from './to-mcp-error.ts';
