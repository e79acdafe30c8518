import { type MCPError, toTimestamp } from '@seawall/core/base';
import type { HttpLaunch } from '../../config/configuration.ts';
import type { Connection } from '../../connection/connection.ts';
import { ConnectionFailure } from '../../connection/connection.ts';
import type { FailedResponse } from '../../connection/failure-context.ts';
import type { Link } from '../../connection/link.ts';
import type { Finding } from '../checkup.ts';
import type { DoctorStepId } from '../doctor-report.ts';
import type { Examination } from '../examination.ts';
import { describeEra } from '../session/describe-era.ts';
import { toShownText } from '../shown-text.ts';
import { tokenExpiryMs } from './check-credentials.ts';
import { asksForOAuth, explainChallenge } from './explain-challenge.ts';

/** Shakes hands by the connector of the gateway; what it tells is divided among the checks from the response to the session. */
export async function reachServer(examination: Examination, launch: HttpLaunch): Promise<Connection | undefined> {
  const { checkup, clock } = examination;
  checkup.begin('response');
  const startedMs = clock.monotonicMs();
  const links: Link[] = []; // At most one for each transport and era.
  const outcome = await examination.connect((link) => links.push(link)).catch((error: unknown) => error);
  const tookMs = clock.monotonicMs() - startedMs;
  if (!isConnection(outcome)) {
    tellFailure(examination, launch, { error: outcome, tookMs, response: findResponse(links) });
    return undefined;
  }
  checkup.end(
    'response',
    { outcome: 'passed', detail: `The server answered the handshake in ${Math.round(tookMs)} ms.` },
    tookMs,
  );
  checkup.end('auth', describeAcceptance(launch, clock.now()), 0);
  checkup.end('endpoint', describeEndpoint(outcome, launch), 0);
  checkup.end('era', { outcome: 'passed', detail: describeEra(outcome.info) }, 0);
  await checkSession(examination, outcome, links.at(-1));
  return outcome;
}

function isConnection(outcome: unknown): outcome is Connection {
  return typeof outcome === 'object' && outcome !== null && 'info' in outcome && !(outcome instanceof Error);
}

/** The response of the transport that was tried first says most: the older one is only tried when that one is not known. */
function findResponse(links: readonly Link[]): FailedResponse | undefined {
  return links.find((link) => link.facts.lastResponse !== undefined)?.facts.lastResponse;
}

function describeAcceptance({ headers }: HttpLaunch, nowMs: number): Finding {
  const names = Object.keys(headers);
  const expiryMs = tokenExpiryMs(headers);
  if (expiryMs !== undefined && expiryMs < nowMs + SOON_MS) {
    return {
      outcome: 'warning',
      detail: `The server accepts the credentials; by their own words they ${expiryMs <= nowMs ? 'expired' : 'expire'} at ${timeText(expiryMs)}.`,
      fix: 'Renew the token before it stops to be accepted.',
    };
  }
  const detail =
    names.length === 0 ? 'The server asks for no credentials.' : 'The server accepts the headers that are sent.';
  return { outcome: 'passed', detail };
}

/** A token that ends this soon is worth a word, in milliseconds. */
const SOON_MS = 3_600_000;

function timeText(timeMs: number): string {
  return Math.abs(timeMs) > 8_640_000_000_000_000 ? 'an impossible time' : toTimestamp(timeMs);
}

function describeEndpoint({ info }: Connection, { transport }: HttpLaunch): Finding {
  if (info.transport === 'sse' && transport === 'auto') {
    return {
      outcome: 'warning',
      detail: 'The endpoint does not know Streamable HTTP; the older HTTP+SSE works and is used.',
      fix: 'Write "type": "sse" into the entry to save the first attempt, or use the newer endpoint of the server if it has one.',
    };
  }
  return { outcome: 'passed', detail: info.transport === 'sse' ? 'It speaks HTTP+SSE.' : 'It speaks Streamable HTTP.' };
}

async function checkSession(
  { checkup, entry, signal }: Examination,
  connection: Connection,
  link: Link | undefined,
): Promise<void> {
  const what = link?.facts.hasSession === true ? 'The server keeps a session' : 'The server needs no session';
  const timeoutMs = entry.options.listTimeoutMs;
  await checkup.run('session', async () => {
    try {
      await connection.ping({ timeoutMs, maxTotalTimeoutMs: timeoutMs, signal });
    } catch (error) {
      if (!(error instanceof ConnectionFailure) || error.error.code !== 'METHOD_NOT_FOUND') throw error;
      return {
        finding: {
          outcome: 'warning',
          detail: `${what}, and does not know ping.`,
          fix: 'Nothing has to be done; a server should answer ping.',
        },
      };
    }
    return { finding: { outcome: 'passed', detail: `${what}, and answers.` } };
  });
}

interface Refusal {
  readonly error: unknown;
  readonly tookMs: number;
  readonly response: FailedResponse | undefined;
}

/** Which of the checks a failed handshake belongs to; those before it passed. */
function tellFailure(examination: Examination, launch: HttpLaunch, { error, tookMs, response }: Refusal): void {
  const { checkup } = examination;
  const finding = examination.explain(error, 'response');
  if (finding.outcome !== 'failed') return;
  const status = response?.status ?? finding.error.context.httpStatus;
  const failing = stepOf(finding.error, typeof status === 'number');
  const answered = typeof status === 'number' ? `The server answered with HTTP ${status}.` : 'The server answered.';
  for (const id of ['response', 'auth', 'endpoint'] as const) {
    if (id === failing) break;
    const detail =
      id === 'response' ? answered : id === 'auth' ? 'The server asks for no other credentials.' : 'It speaks MCP.';
    checkup.end(id, { outcome: 'passed', detail }, id === 'response' ? tookMs : 0);
  }
  const explained = failing === 'auth' ? explainRefusal(examination, launch, finding, response) : finding;
  const further =
    failing === 'endpoint' || failing === 'response'
      ? explainEndpoint(finding.error, response, examination.entry.name)
      : {};
  checkup.end(failing, { ...explained, ...further }, failing === 'response' ? tookMs : 0);
}

function stepOf(
  { kind, code }: MCPError,
  isAnswered: boolean,
): DoctorStepId & ('response' | 'auth' | 'endpoint' | 'era') {
  if (kind === 'authentication' || kind === 'permission') return 'auth';
  if (code === 'VERSION_UNSUPPORTED') return 'era';
  if (code === 'ENDPOINT_NOT_MCP' || kind === 'protocol' || kind === 'tool_not_found' || kind === 'validation')
    return 'endpoint';
  return isAnswered && code === 'HANDSHAKE_TIMEOUT' ? 'endpoint' : 'response';
}

/** What the server asks for, and whether what is configured can be it. */
function explainRefusal(
  { clock, entry }: Examination,
  { headers }: HttpLaunch,
  finding: Extract<Finding, { readonly outcome: 'failed' }>,
  response: FailedResponse | undefined,
): Finding {
  const challenge = response?.headers['www-authenticate'];
  const names = Object.keys(headers);
  const expiryMs = tokenExpiryMs(headers);
  const lines = [
    ...explainChallenge(challenge),
    names.length === 0 ? 'No headers are configured.' : `Configured headers: ${names.slice(0, 20).join(', ')}.`,
    ...(expiryMs !== undefined && expiryMs <= clock.now()
      ? [`The configured token expired at ${timeText(expiryMs)}.`]
      : []),
  ];
  const isExpired = expiryMs !== undefined && expiryMs <= clock.now();
  const isWithout = names.length === 0 && finding.error.kind === 'authentication';
  const fix = isExpired
    ? `Renew the token in mcpServers.${entry.name}.headers: it has expired.`
    : isWithout && asksForOAuth(challenge)
      ? `The server wants a login by OAuth: get a token for it, and set it as "Authorization": "Bearer …" in mcpServers.${entry.name}.headers.`
      : undefined;
  return { ...finding, lines, ...(fix === undefined ? {} : { fix }) };
}

const COMMON_PATHS = 'Common paths are /mcp, /sse, /mcp/sse, /v1/mcp and /api/mcp';

function explainEndpoint(
  error: MCPError,
  response: FailedResponse | undefined,
  serverName: string,
): Partial<Pick<Extract<Finding, { outcome: 'failed' }>, 'fix' | 'lines'>> {
  const body = response === undefined ? '' : toShownText(response.body.replaceAll(/\s+/g, ' ').trim(), 200);
  const isHtml = /^(?:<!doctype html|<html)/i.test(body) || /html/i.test(response?.headers['content-type'] ?? '');
  const title = isHtml ? /<title[^>]*>([^<]{1,120})/i.exec(body)?.[1]?.trim() : undefined;
  const words = isHtml
    ? `It sent a web page${title ? ` with the title "${title}"` : ''}.`
    : body === ''
      ? undefined
      : `Its words: ${body}`;
  const lines = words === undefined ? [] : [words];
  if (error.code !== 'ENDPOINT_NOT_MCP') return { lines };
  const isMissing = response === undefined || [404, 405, 406, 410].includes(response.status);
  const fix = isMissing ? `Correct the path in mcpServers.${serverName}.url. ${COMMON_PATHS}.` : undefined;
  return { lines, ...(fix === undefined ? {} : { fix }) };
}
