import { readFile } from 'node:fs/promises';
import { createSecureContext, rootCertificates } from 'node:tls';
import { MCPConfigurationError } from '@seawall/core/base';
import type { TlsOptions } from '../config/configuration.ts';

/** Certificates as `tls.connect` takes them. */
export interface TlsMaterial {
  readonly ca?: string[];
  readonly cert?: string;
  readonly key?: string;
}

/**
 * Reads the certificate files of a server.
 *
 * @throws {@link MCPConfigurationError} with `TLS_FAILED` when one can't be read or is no certificate.
 */
export async function readTlsMaterial(
  serverName: string,
  files: TlsOptions,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<TlsMaterial> {
  const read = (option: keyof TlsOptions): Promise<string> | undefined => {
    const file = files[option];
    return file === undefined
      ? undefined
      : readFile(file, 'utf8').catch((cause: unknown) => Promise.reject(unreadable(serverName, option, file, cause)));
  };
  const [ca, cert, key] = await Promise.all([read('caFile'), read('certFile'), read('keyFile')]);
  const material: TlsMaterial = {
    // An own list replaces the one of Node: it is added to all that would be trusted without it.
    ...(ca === undefined ? {} : { ca: [...rootCertificates, ...(await extraCertificates(environment)), ca] }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
  assertUsable(serverName, files, material, ca);
  return material;
}

async function extraCertificates(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<readonly string[]> {
  const file = environment.NODE_EXTRA_CA_CERTS;
  // Node itself goes on without a file that it can't read.
  return file === undefined ? [] : [await readFile(file, 'utf8').catch(() => '')].filter((text) => text !== '');
}

function assertUsable(serverName: string, files: TlsOptions, material: TlsMaterial, ca: string | undefined): void {
  if (ca !== undefined && !ca.includes('-----BEGIN')) throw unusable(serverName, 'caFile', files.caFile, undefined);
  try {
    createSecureContext(material);
  } catch (error) {
    throw unusable(
      serverName,
      material.key === undefined && material.cert === undefined ? 'caFile' : 'certFile',
      files.certFile ?? files.caFile,
      error,
    );
  }
}

function unreadable(serverName: string, option: keyof TlsOptions, file: string, cause: unknown): MCPConfigurationError {
  return new MCPConfigurationError({
    code: 'TLS_FAILED',
    configSection: `mcpServers.${serverName}.seawall.tls.${option}`,
    message: `The file "${file}" for secure connections to server "${serverName}" can't be read.`,
    hint: `Correct mcpServers.${serverName}.seawall.tls.${option}, and check the permissions of the file.`,
    context: { serverName, file },
    cause,
  });
}

function unusable(
  serverName: string,
  option: keyof TlsOptions,
  file: string | undefined,
  cause: unknown,
): MCPConfigurationError {
  return new MCPConfigurationError({
    code: 'TLS_FAILED',
    configSection: `mcpServers.${serverName}.seawall.tls.${option}`,
    message: `The file "${file ?? ''}" for secure connections to server "${serverName}" holds no usable PEM certificate or key.`,
    hint: 'The files must be in PEM format, and the key must belong to the certificate.',
    context: { serverName, file },
    ...(cause === undefined ? {} : { cause }),
  });
}
