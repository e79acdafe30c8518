#!/usr/bin/env node
import { bundledEntry } from './bundled-entry.ts';
import { keepYoungGenerationSmall } from './young-generation.ts';

keepYoungGenerationSmall();
const bundled = bundledEntry(new URL('.', import.meta.url));
if (bundled === undefined) await import('./command-main.ts');
else await import(bundled.href);
