import { z } from 'zod';
import { type AlertsInput, alertsSchema } from './alerts/alerts-schema.ts';
import type { PrefixMode, SecurityLevel, SessionMode } from './configuration.ts';
import { type ErrorGroupsInput, errorGroupsSchema } from './error-groups-schema.ts';
import { type PoliciesInput, policiesSchema, type StaleInput, staleSchema } from './policies-schema.ts';
import {
  type AuditInput,
  auditSchema,
  type ExportInput,
  exportSchema,
  type LogInput,
  logSchema,
} from './record-settings.ts';
import { bytes, DAY_MS, flag, milliseconds, oneOf, TEN_MINUTES_MS, text, texts, wholeNumber } from './schema-parts.ts';
import { metricsSchema, type StoreInput, storeSchema } from './store-schema.ts';
import { type ToolsInput, toolsSchema } from './tools-schema.ts';

// A table of what may stand in a configuration: longer than other files because it reads as one. The error text of each
// field says what is allowed; schema-findings.ts puts it into the fault.

/** `SERVER.seawall` and `seawall.defaults` as they are written: everything may be absent. */
export interface ServerOptionsInput {
  readonly enabled?: boolean | undefined;
  readonly timeoutMs?: number | undefined;
  readonly totalTimeoutMs?: number | undefined;
  readonly maxTotalTimeoutMs?: number | undefined;
  readonly connectTimeoutMs?: number | undefined;
  readonly listTimeoutMs?: number | undefined;
  readonly maxMessageBytes?: number | undefined;
  readonly session?: SessionMode | undefined;
  readonly inheritEnv?: boolean | readonly string[] | undefined;
  readonly security?: SecurityLevel | undefined;
  readonly tls?: TlsInput | undefined;
  readonly trustAnnotations?: boolean | undefined;
  readonly maxAttempts?: number | undefined;
  readonly concurrency?: number | undefined;
  readonly queue?: number | undefined;
  readonly policies?: PoliciesInput | undefined;
  readonly tools?: ToolsInput | undefined;
}

/** `tls` as it is written. */
export interface TlsInput {
  readonly caFile?: string | undefined;
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
}

/** The top-level `seawall` as it is written. */
export interface SettingsInput {
  readonly defaults?: ServerOptionsInput | undefined;
  readonly prefix?: PrefixMode | undefined;
  readonly statusTool?: boolean | undefined;
  readonly firstListWaitMs?: number | undefined;
  readonly drainMs?: number | undefined;
  readonly dataDir?: string | undefined;
  readonly listen?:
    | {
        readonly host?: string | undefined;
        readonly port?: number | undefined;
        readonly allowedHosts?: readonly string[] | undefined;
        readonly allowedOrigins?: readonly string[] | undefined;
        readonly maxBodyBytes?: number | undefined;
      }
    | undefined;
  readonly auth?: { readonly token?: string | undefined; readonly adminToken?: string | undefined } | undefined;
  readonly log?: LogInput | undefined;
  readonly audit?: AuditInput | undefined;
  readonly export?: ExportInput | undefined;
  readonly stale?: StaleInput | undefined;
  readonly alerts?: AlertsInput | undefined;
  readonly store?: StoreInput | undefined;
  readonly errorGroups?: ErrorGroupsInput | undefined;
  readonly metrics?: { readonly maxTools?: number | undefined } | undefined;
}

/** One server as any host writes it. Fields of hosts that are not listed pass. */
export interface ServerEntryInput {
  readonly type?: string | undefined;
  readonly transport?: string | undefined;
  readonly command?: string | readonly string[] | undefined;
  readonly args?: readonly Scalar[] | undefined;
  readonly env?: Readonly<Record<string, Scalar | null>> | undefined;
  readonly envFile?: string | undefined;
  readonly cwd?: string | undefined;
  readonly url?: string | undefined;
  readonly serverUrl?: string | undefined;
  readonly httpUrl?: string | undefined;
  readonly headers?: Readonly<Record<string, Scalar>> | undefined;
  readonly disabled?: boolean | undefined;
  readonly enabled?: boolean | undefined;
  readonly seawall?: ServerOptionsInput | undefined;
}

/** What YAML and JSON may hold where a text is meant. */
export type Scalar = string | number | boolean;

/** More servers are refused. */
export const MAX_SERVERS = 500;

/** More arguments or variables of one server are refused: systems refuse them too. */
const MAX_ITEMS = 10_000;
/** Longer command lines are refused, in characters. */
const MAX_COMMAND_LENGTH = 65_536;
const ALLOWED_ARGUMENTS = `a list of at most ${MAX_ITEMS} texts`;
const ALLOWED_VARIABLES = `an object of at most ${MAX_ITEMS} variables and their values`;

const tlsSchema = z
  .strictObject(
    {
      caFile: text('the path of a PEM file').optional().describe('Further authorities to trust, PEM.'),
      certFile: text('the path of a PEM file').optional().describe('Our own certificate for mutual TLS, PEM.'),
      keyFile: text('the path of a PEM file').optional().describe('The key of certFile, PEM.'),
    },
    { error: 'an object with caFile, certFile, keyFile' },
  )
  .refine((tls) => (tls.certFile === undefined) === (tls.keyFile === undefined), {
    error: 'certFile and keyFile together, or neither',
  });

/** The schema of {@link ServerOptionsInput}. */
const serverOptionsSchema: z.ZodType<ServerOptionsInput> = z
  .strictObject(
    {
      enabled: flag().optional().describe('false leaves the server out.'),
      timeoutMs: milliseconds(1, DAY_MS)
        .optional()
        .describe('How long a call may stay silent; progress starts it anew.'),
      totalTimeoutMs: milliseconds(1, DAY_MS).optional().describe('How long a call may take in all without progress.'),
      maxTotalTimeoutMs: milliseconds(1, DAY_MS).optional().describe('How long a call may take in all, always.'),
      connectTimeoutMs: milliseconds(1, TEN_MINUTES_MS)
        .optional()
        .describe('How long starting or reaching the server and the handshake may take together.'),
      listTimeoutMs: milliseconds(1, TEN_MINUTES_MS).optional().describe('How long one list may take.'),
      maxMessageBytes: bytes().optional().describe('The longest message that is taken from the server.'),
      session: oneOf(['shared', 'per-host'])
        .optional()
        .describe('Whether all hosts share one connection to the server, or each has one of its own.'),
      inheritEnv: z
        .union([z.boolean(), z.array(z.string().min(1)).max(500)], {
          error: 'true, false, or a list of names of variables',
        })
        .optional()
        .describe('Which variables of our own environment the child sees beside the safe ones: all, none, or these.'),
      security: oneOf(['strict', 'moderate', 'permissive'])
        .optional()
        .describe('How strictly the entry is checked: permissive warns, the others refuse more and more.'),
      tls: tlsSchema.optional().describe('Certificate files for HTTPS.'),
      trustAnnotations: flag()
        .optional()
        .describe('Whether what the server says of its tools decides what may be repeated.'),
      maxAttempts: wholeNumber({ unit: '', min: 1, max: 10 })
        .optional()
        .describe('Attempts of one call; the same as policies.retry.maxAttempts.'),
      concurrency: wholeNumber({ unit: '', min: 1, max: 10_000 })
        .optional()
        .describe('Calls under way at a time; the same as policies.bulkhead.concurrency.'),
      queue: wholeNumber({ unit: '', min: 0, max: 100_000 })
        .optional()
        .describe('Calls that wait for their turn; the same as policies.bulkhead.queue.'),
      policies: policiesSchema.optional().describe('The policies in detail.'),
      tools: toolsSchema.optional().describe('Settings for single tools, by name or pattern with * and ?.'),
    },
    { error: 'an object with settings for a server' },
  )
  .describe('Settings of Seawall for one server, or for all.');

const listenSchema = z.strictObject(
  {
    host: text('a host name or address').optional().describe('The address to listen on.'),
    port: wholeNumber({ unit: '', min: 0, max: 65_535 })
      .optional()
      .describe('The port to listen on; 0 takes a free one.'),
    allowedHosts: texts('host names')
      .optional()
      .describe('Host names a request may name beside those of loopback and host.'),
    allowedOrigins: texts('host names')
      .optional()
      .describe('Host names of web origins that may call from a browser, beside those of loopback.'),
    maxBodyBytes: bytes().optional().describe('The largest request body.'),
  },
  { error: 'an object with host, port, allowedHosts, allowedOrigins, maxBodyBytes' },
);

/** The schema of {@link SettingsInput}. */
export const settingsSchema: z.ZodType<SettingsInput> = z
  .strictObject(
    {
      defaults: serverOptionsSchema.optional().describe('Settings for every server that does not set them itself.'),
      prefix: oneOf(['always', 'on-conflict', 'never'])
        .optional()
        .describe('How tools of several servers get one name each.'),
      statusTool: flag().optional().describe('Whether the gateway offers its own tool seawall_status.'),
      firstListWaitMs: milliseconds(0, 60_000).optional().describe('How long the first list waits for servers.'),
      drainMs: milliseconds(0, TEN_MINUTES_MS).optional().describe('How long running calls get at the end.'),
      dataDir: text('the path of a folder').optional().describe('The data folder.'),
      listen: listenSchema.optional().describe('Where the HTTP front listens.'),
      auth: z
        .strictObject(
          {
            token: text('a token, or a variable as ${NAME}')
              .optional()
              .describe('The bearer token every request has to carry.'),
            adminToken: text('a token, a variable as ${NAME}, or a file as ${file:PATH}')
              .optional()
              .describe('The token of those who administer the gateway; without it one is made at the first start.'),
          },
          { error: 'an object with token and adminToken' },
        )
        .optional()
        .describe('Who may use the HTTP front.'),
      log: logSchema.optional().describe('How the gateway logs.'),
      audit: auditSchema.optional().describe('The trail of who called what and who did what to the gateway.'),
      export: exportSchema.optional().describe('Files of errors and alerts, for other programs.'),
      stale: staleSchema.optional().describe('Which earlier answers are kept for the time when their server is down.'),
      alerts: alertsSchema.optional().describe('Of what somebody is told, and where.'),
      store: storeSchema.optional().describe('What is kept of what the gateway saw.'),
      errorGroups: errorGroupsSchema.optional().describe('How errors are grouped.'),
      metrics: metricsSchema.optional().describe('How metrics are told.'),
    },
    { error: 'an object with the settings of Seawall' },
  )
  .describe('Settings of Seawall as a whole.');

const scalar = (what: string): z.ZodUnion<[z.ZodString, z.ZodNumber, z.ZodBoolean]> =>
  z.union([z.string(), z.number(), z.boolean()], { error: what });

/** The schema of {@link ServerEntryInput}. */
export const serverEntrySchema: z.ZodType<ServerEntryInput> = z
  .looseObject(
    {
      type: z
        .string({ error: 'a text such as "stdio" or "http"' })
        .optional()
        .describe('stdio, http, streamable-http or sse.'),
      transport: z.string({ error: 'a text such as "stdio" or "http"' }).optional().describe('The same as type.'),
      command: z
        .union([z.string().max(MAX_COMMAND_LENGTH), z.array(z.string()).min(1).max(MAX_ITEMS)], {
          error: 'a program, a whole command line, or a list of words',
        })
        .optional()
        .describe('The program to start; without args also a whole command line or a list of words.'),
      args: z
        .array(scalar('a text'), { error: ALLOWED_ARGUMENTS })
        .max(MAX_ITEMS, { error: ALLOWED_ARGUMENTS })
        .optional()
        .describe('The arguments.'),
      env: z
        .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()], { error: 'a text' }), {
          error: ALLOWED_VARIABLES,
        })
        .refine((env) => Object.keys(env).length <= MAX_ITEMS, { error: ALLOWED_VARIABLES })
        .optional()
        .describe('Variables for the child.'),
      envFile: z
        .string({ error: 'the path of a file' })
        .optional()
        .describe('A file with further variables for the child.'),
      cwd: z.string({ error: 'the path of a folder' }).optional().describe('The folder the child starts in.'),
      url: z.string({ error: 'an http or https URL' }).optional().describe('The endpoint of a server behind HTTP.'),
      serverUrl: z.string({ error: 'an http or https URL' }).optional().describe('The same as url.'),
      httpUrl: z
        .string({ error: 'an http or https URL' })
        .optional()
        .describe('The same as url, for Streamable HTTP only.'),
      headers: z
        .record(z.string(), scalar('a text'), { error: 'an object of header names and their values' })
        .optional()
        .describe('Headers for every request to the server.'),
      disabled: flag().optional().describe('true leaves the server out.'),
      enabled: flag().optional().describe('false leaves the server out.'),
      seawall: serverOptionsSchema.optional(),
    },
    { error: 'an object with "command" or "url"' },
  )
  .describe('One MCP server, as any host writes it.');

/** The JSON Schema of a configuration file for editors; loose about everything that belongs to hosts. */
export function configurationJsonSchema(): Readonly<Record<string, unknown>> {
  const servers = z.record(z.string(), serverEntrySchema);
  const schema = z.looseObject({
    $schema: z.string().optional(),
    mcpServers: servers.optional().describe('The servers, by name.'),
    servers: servers.optional().describe('The servers, by name, as VS Code writes them.'),
    mcp_servers: z
      .union([servers, z.array(z.intersection(z.looseObject({ name: z.string() }), serverEntrySchema))])
      .optional()
      .describe('The servers, by name or as a list of entries with a name.'),
    seawall: settingsSchema.optional(),
  });
  for (const [id, shared] of [
    ['server', serverEntrySchema],
    ['serverOptions', serverOptionsSchema],
  ] as const) {
    z.globalRegistry.add(shared, { ...z.globalRegistry.get(shared), id });
  }
  const generated = z.toJSONSchema(schema, { target: 'draft-7', io: 'input' });
  return { title: 'Seawall configuration', ...generated };
}
