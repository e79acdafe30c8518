// @ts-check
// Loaded before the program with `--import`: changes one source file while it is loaded, as the environment says.
import { register } from 'node:module';

const { SEAWALL_PLANTED_BUG = '' } = process.env;
register('./patch-hook-main.mjs', { parentURL: import.meta.url, data: JSON.parse(SEAWALL_PLANTED_BUG) });
