// Writes the public API of each package, as its built .d.ts files tell it, to etc/<package>.api.md.
// Usage: node scripts/api-report.mjs [--check] [package ...]. With --check it changes nothing and fails on a difference.
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';

const ROOT = join(import.meta.dirname, '..');
const REPORT_FOLDER = join(ROOT, 'etc');
const TEMP_FOLDER = join(ROOT, 'node_modules/.cache/seawall-api-report');
const BASE_CONFIG = join(ROOT, 'api-extractor.base.json');

const isCheck = process.argv.includes('--check');
const chosen = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));

mkdirSync(TEMP_FOLDER, { recursive: true });
const entries = readdirSync(join(ROOT, 'packages')).flatMap(listEntries);
const wanted = entries.filter((entry) => chosen.length === 0 || chosen.includes(entry.packageName));
const problems = [...wanted.flatMap(report), ...(chosen.length === 0 ? findStrays() : [])];
for (const problem of problems) console.log(problem);
if (problems.length > 0) process.exitCode = 1;

/**
 * The entries of a package: "." is reported as etc/core.api.md, "./stdio" as etc/core-stdio.api.md.
 *
 * @param {string} packageName the name of its folder
 */
function listEntries(packageName) {
  const folder = join(ROOT, 'packages', packageName);
  const manifestPath = join(folder, 'package.json');
  if (!statSync(manifestPath, { throwIfNoEntry: false })) return [];
  /** @type {{ exports?: Record<string, { types?: string }> }} */
  const manifest = JSON.parse(readFileSync(manifestPath, 'utf8'));
  return Object.entries(manifest.exports ?? {})
    .filter(([, target]) => typeof target === 'object' && target.types)
    .map(([subpath, target]) => ({
      packageName,
      folder,
      manifestPath,
      types: join(folder, target.types ?? ''),
      reportName: [packageName, ...subpath.split('/').slice(1)].join('-'),
    }));
}

/**
 * @param {ReturnType<typeof listEntries>[number]} entry
 * @returns {string[]} what is wrong, if anything
 */
function report(entry) {
  if (!statSync(entry.types, { throwIfNoEntry: false })) {
    return [`${entry.reportName}: ${entry.types} is missing. Build first: npm run build.`];
  }
  /** @type {string[]} */
  const messages = [];
  const result = Extractor.invoke(prepareConfig(entry), {
    localBuild: !isCheck,
    printApiReportDiff: isCheck,
    messageCallback: (message) => {
      // The report itself carries the warnings; the notice about the newer TypeScript is expected here.
      const isKept = message.logLevel === 'error' || message.messageId === 'console-api-report-diff';
      message.handled = true;
      // A library whose types are sources is its own business.
      const isForeign =
        message.messageId === 'ae-wrong-input-file-type' && message.sourceFilePath?.includes('node_modules');
      if (isKept && !isForeign) messages.push(`${entry.reportName}: ${message.formatMessageWithLocation(ROOT)}`);
    },
  });
  if (!isCheck && result.apiReportChanged) console.log(`etc/${entry.reportName}.api.md was written.`);
  if (isCheck && result.apiReportChanged) {
    messages.push(`etc/${entry.reportName}.api.md is not current. Run "npm run api", review the change and commit it.`);
  }
  return messages;
}

/** @param {ReturnType<typeof listEntries>[number]} entry */
function prepareConfig(entry) {
  const config = ExtractorConfig.loadFile(BASE_CONFIG);
  const compiler = config.compiler ?? {};
  return ExtractorConfig.prepare({
    configObject: {
      ...config,
      projectFolder: entry.folder,
      mainEntryPointFilePath: entry.types,
      compiler: { ...compiler, overrideTsconfig: { ...compiler.overrideTsconfig, files: [entry.types] } },
      apiReport: {
        ...config.apiReport,
        enabled: true,
        reportFileName: `${entry.reportName}.api.md`,
        reportFolder: REPORT_FOLDER,
        reportTempFolder: TEMP_FOLDER,
      },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: entry.manifestPath,
  });
}

/** Reports of entries that are gone. */
function findStrays() {
  const known = new Set(entries.map((entry) => `${entry.reportName}.api.md`));
  const strays = readdirSync(REPORT_FOLDER).filter((name) => name.endsWith('.api.md') && !known.has(name));
  if (isCheck)
    return strays.map((name) => `etc/${basename(name)} belongs to no package. Run "npm run api" to remove it.`);
  for (const name of strays) rmSync(join(REPORT_FOLDER, name));
  return [];
}
