import { type ConformanceEra, conformanceStdioServer, createConformanceHttpServer } from '@seawall/testkit/conformance';
import { serversUp, startGateway } from '../support/gateway-process.ts';
import type { TemporaryFolder } from '../support/temporary-folder.ts';

/** Something that a suite can be pointed at. */
export interface Target extends AsyncDisposable {
  readonly url: string;
}

/** What a target is started with. */
export interface TargetOptions {
  /** Its own, and empty. */
  readonly folder: TemporaryFolder;
  /** Whether calls to a server of the older era share one connection. */
  readonly session: 'shared' | 'per-host';
}

/** The server with every feature, without anything in front: shows that the server is right. */
export function startFixture(): Promise<Target> {
  return createConformanceHttpServer();
}

/** A gateway with that server behind it, started as a process that speaks one era only. */
export async function startGatewayOverStdio(era: ConformanceEra, options: TargetOptions): Promise<Target> {
  // Of a server with both eras the gateway would take the older one whenever the process is slow to start.
  return startGatewayTo(conformanceStdioServer({ era }), options);
}

/** A gateway with that server behind it, reached over HTTP. */
export async function startGatewayOverHttp(era: ConformanceEra, options: TargetOptions): Promise<Target> {
  const upstream = await createConformanceHttpServer({ era });
  try {
    const gateway = await startGatewayTo({ url: upstream.url }, options);
    const close = async (): Promise<void> => {
      await gateway[Symbol.asyncDispose]();
      await upstream.close();
    };
    return { url: gateway.url, [Symbol.asyncDispose]: close };
  } catch (error) {
    await upstream.close();
    throw error;
  }
}

async function startGatewayTo(upstream: object, { folder, session }: TargetOptions): Promise<Target> {
  const fixture = { ...upstream, seawall: { session } };
  const config = { mcpServers: { fixture }, seawall: { prefix: 'never', statusTool: false } };
  const gateway = await startGateway({ folder, config });
  try {
    await serversUp(gateway, 'fixture');
    return gateway;
  } catch (error) {
    await gateway[Symbol.asyncDispose]();
    throw error;
  }
}
