import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TlsOptions } from 'node:tls';
import { afterAll, describe, expect, it } from 'vitest';
import type { ExaminedServer } from '../../src/doctor/doctor-report.ts';
import { examine, stepOf } from './examine.ts';
import { inDays, makeCertificate } from './make-certificate.ts';
import { serveHttp, serveHttps } from './sockets.ts';

const folder = mkdtempSync(join(tmpdir(), 'seawall-doctor-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const authority = makeCertificate({ name: 'Seawall test authority', hosts: [] });
const caFile = join(folder, 'ca.pem');
writeFileSync(caFile, authority.cert);

async function examineTls(tls: TlsOptions, further: object = {}): Promise<ExaminedServer> {
  await using server = await serveHttps(tls, (_request, response) => response.writeHead(404).end());
  return await examine({ url: `https://localhost:${server.port}/mcp`, ...further });
}

const trusted = { seawall: { tls: { caFile } } };
const signed = (options: Parameters<typeof makeCertificate>[0]): TlsOptions =>
  makeCertificate({ ...options, issuer: authority.issuer });

describe('the certificate of a server', () => {
  it('passes when its authority is trusted, and the checks go on', async () => {
    const server = await examineTls(signed({}), trusted);
    expect(stepOf(server, 'tls')).toMatchObject({
      outcome: 'passed',
      detail: expect.stringMatching(/^TLSv1\.[23], for "localhost", issued by "Seawall test authority"/),
    });
    expect(server.failure?.id).toBe('endpoint');
  });

  it.each([
    ['has expired', signed({ from: inDays(-30), to: inDays(-2) }), 'CERT_HAS_EXPIRED'],
    ['is not valid yet', signed({ from: inDays(5), to: inDays(30) }), 'CERT_NOT_YET_VALID'],
    ['is for another host', signed({ name: 'other.test', hosts: ['other.test'] }), 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['is self-signed', makeCertificate({ name: 'nobody' }), 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ])('fails when it %s (B81)', async (_what, tls, errno) => {
    const { failure } = await examineTls(tls, trusted);
    expect(failure).toMatchObject({ id: 'tls', code: 'TLS_FAILED', detail: expect.stringContaining(errno) });
    expect(failure?.lines?.[0]).toMatch(/^The certificate is for ".*", issued by ".*", valid from/);
  });

  it('fails when nobody here trusts its authority (B81)', async () => {
    const { failure } = await examineTls(signed({}));
    expect(failure).toMatchObject({
      id: 'tls',
      detail: expect.stringContaining('UNABLE_TO_VERIFY_LEAF_SIGNATURE'),
      fix: expect.stringContaining('tls.caFile'),
    });
  });

  it('is told when it ends soon', async () => {
    expect(stepOf(await examineTls(signed({ to: inDays(3) }), trusted), 'tls')).toMatchObject({ outcome: 'warning' });
  });
});

describe('the handshake for TLS', () => {
  it('fails with the version of the protocol, when that is what is wrong (B81)', async () => {
    const old: TlsOptions = { maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' };
    const { failure } = await examineTls({ ...signed({}), ...old }, trusted);
    expect(failure).toMatchObject({ id: 'tls', code: 'TLS_FAILED', fix: expect.stringContaining('no version of TLS') });
  });

  it('fails where plain HTTP is spoken, and says so (B81)', async () => {
    await using plain = await serveHttp((_request, response) => response.end('hello'));
    const { failure } = await examine({ url: `https://127.0.0.1:${plain.port}/mcp` });
    expect(failure).toMatchObject({ id: 'tls', code: 'TLS_FAILED', fix: expect.stringContaining('http://') });
  });

  it('fails when the file of an authority can not be read', async () => {
    const missing = { seawall: { tls: { caFile: join(folder, 'no-such.pem') } } };
    expect((await examineTls(signed({}), missing)).failure).toMatchObject({ code: 'TLS_FAILED' });
  });
});
