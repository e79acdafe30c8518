import { cleanTexts, cut } from '../../diagnosis/say/quote.ts';
import type { Logger } from '../../logger.ts';
import type { FailedCall } from './failed-call.ts';
import type { PlannedFallback } from './fallback.ts';
import { shownArguments } from './shown-arguments.ts';

const MAX_NAME_LENGTH = 100;

/** Writes one record that a fallback is used: which tool is called instead, or that the words of its pack are given. */
export function logFallback(logger: Logger, failed: FailedCall, step: PlannedFallback | undefined): void {
  const names = cleanTexts([failed.tool, failed.server, step?.tool ?? '', step?.server ?? '']);
  const [tool = '', server = '', byTool = '', byServer = ''] = names.map((name) => cut(name, MAX_NAME_LENGTH));
  const what = step === undefined ? 'a message' : `tool "${byTool}" on server "${byServer}"`;
  logger.log('info', `Using fallback strategy for tool "${tool}" on server "${server}": ${what}.`, {
    server,
    tool,
    arguments: shownArguments(failed.arguments),
    because: failed.error.code,
    ...(step === undefined ? {} : { fallback: { server: byServer, tool: byTool } }),
  });
}
