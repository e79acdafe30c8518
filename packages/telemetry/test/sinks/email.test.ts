import type { AddressInfo } from 'node:net';
import { createOutbound } from '@seawall/client';
import { systemClock } from '@seawall/core';
import { SMTPServer } from 'smtp-server';
import { describe, expect, it } from 'vitest';
import { createEmailSender } from '../../src/sinks/email.ts';
import { createSinkWorld, hostileNotice, notice, resolvedAlert, TOKEN } from './sink-world.ts';

interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly text: string;
}

interface MailServer extends AsyncDisposable {
  readonly port: number;
  readonly mails: readonly Mail[];
}

async function startMailServer(options: {
  readonly user?: string;
  readonly pass?: string;
  readonly refuseFrom?: number;
  readonly secure?: boolean;
}): Promise<MailServer> {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    secure: options.secure ?? false,
    authOptional: options.user === undefined,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username, password }, _session, callback) => {
      const isRight = username === options.user && password === options.pass;
      callback(isRight ? null : new Error('wrong password'), isRight ? { user: username } : undefined);
    },
    onMailFrom: (_address, _session, callback) => {
      if (options.refuseFrom === undefined) callback();
      else callback(Object.assign(new Error('no'), { responseCode: options.refuseFrom }));
    },
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          text: Buffer.concat(chunks).toString(),
        });
        callback();
      });
    },
  });
  // Clients that leave in the middle are expected here.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  // A TCP server has an address of this shape while it listens.
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    mails,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

const base = {
  type: 'email',
  host: '127.0.0.1',
  security: 'none',
  from: 'Seawall <seawall@example.com>',
  to: ['ops@example.com'],
} as const;

function header(mail: Mail | undefined, name: string): string | undefined {
  const unfolded = (mail?.text ?? '').split('\r\n\r\n')[0]?.replace(/\r\n[ \t]+/g, ' ') ?? '';
  const value = new RegExp(`^${name}: (.*)$`, 'im').exec(unfolded)?.[1];
  // Words that are encoded follow each other without the space between them.
  return value
    ?.replace(/\?= =\?UTF-8\?Q\?/g, '')
    .replace(/=\?UTF-8\?Q\?(.*?)\?=/g, (_whole, encoded: string) =>
      encoded
        .replaceAll('_', ' ')
        .replace(/=([0-9A-F]{2})/g, (_code, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    );
}

describe('the email sink', () => {
  it('sends text and HTML, and keeps the notices of a group in one thread (A145)', async () => {
    await using server = await startMailServer({ user: 'seawall', pass: 'open sesame' });
    const account = { port: server.port, username: 'seawall', password: 'open sesame' };
    await using world = createSinkWorld([{ ...base, ...account }]);
    expect(await world.send(notice())).toMatchObject({ outcome: 'delivered', attempts: 1 });
    await world.send(notice({ key: 'key-2', status: 'resolved', alerts: [resolvedAlert()] }));
    const [first, second] = server.mails;
    expect(first).toMatchObject({ from: 'seawall@example.com', to: ['ops@example.com'] });
    expect(header(first, 'Subject')).toBe('[FIRING:1] Server "jira" is down.');
    expect(header(second, 'Subject')).toBe('[RESOLVED:1] Server "jira" is down.');
    expect(header(first, 'References')).toBe(header(second, 'References'));
    expect(header(first, 'Message-ID')).not.toBe(header(second, 'Message-ID'));
    expect(header(first, 'Auto-Submitted')).toBe('auto-generated');
    expect(header(first, 'List-Id')).toContain('<alerts.seawall.invalid>');
    expect(first?.text).toContain('Content-Type: text/plain');
    expect(first?.text).toContain('Content-Type: text/html');
  });

  it('has the same Message-ID when a notice is sent again', async () => {
    await using server = await startMailServer({});
    await using world = createSinkWorld([{ ...base, port: server.port }]);
    await world.send(notice());
    await world.send(notice());
    const [first, second] = server.mails;
    expect(header(first, 'Message-ID')).toMatch(/^<notice\.[0-9a-f]{32}@seawall\.invalid>$/);
    expect(header(first, 'Message-ID')).toBe(header(second, 'Message-ID'));
  });

  it('lets the words of a server add no header, no receiver and no markup', async () => {
    await using server = await startMailServer({});
    await using world = createSinkWorld([{ ...base, port: server.port }]);
    expect(await world.send(hostileNotice())).toMatchObject({ outcome: 'delivered' });
    const [mail] = server.mails;
    expect(mail?.to).toEqual(['ops@example.com']);
    expect(header(mail, 'Bcc')).toBeUndefined();
    const decoded = (mail?.text ?? '').replace(/=\r\n/g, '').replace(/=3D/g, '=');
    expect(decoded).not.toContain(TOKEN);
    const html = decoded.slice(decoded.indexOf('Content-Type: text/html'));
    expect(html).not.toContain('<script');
    expect(html).toContain('&lt;script&gt;');
    expect(mail?.text.length).toBeLessThan(2_000_000);
  });

  it('says that the password is wrong, and does not try it again', async () => {
    await using server = await startMailServer({ user: 'seawall', pass: 'right' });
    const password = ['wrong', 'Pw7'.repeat(5)].join('-');
    await using world = createSinkWorld([{ ...base, port: server.port, username: 'seawall', password }]);
    const record = await world.send(notice());
    expect(record).toMatchObject({ outcome: 'failed', attempts: 1, error: { code: 'AUTHENTICATION_REQUIRED' } });
    expect(JSON.stringify(record)).not.toContain(password);
  });

  it('does not go on in the clear where a secure connection is wanted', async () => {
    await using server = await startMailServer({});
    await using world = createSinkWorld([{ ...base, port: server.port, security: 'starttls' }]);
    expect(await world.send(notice())).toMatchObject({ outcome: 'failed', attempts: 1, error: { code: 'TLS_FAILED' } });
    expect(server.mails).toEqual([]);
  });

  it('does not repeat what the mail server refuses for good', async () => {
    await using server = await startMailServer({ refuseFrom: 550 });
    await using world = createSinkWorld([{ ...base, port: server.port }]);
    expect(await world.send(notice())).toMatchObject({
      outcome: 'failed',
      attempts: 1,
      error: { code: 'REQUEST_REJECTED' },
    });
  });

  it('connects to no link-local address', async () => {
    await using world = createSinkWorld([{ ...base, host: '169.254.169.254', port: 25 }]);
    expect(await world.send(notice())).toMatchObject({
      outcome: 'failed',
      attempts: 1,
      error: { code: 'ADDRESS_REFUSED' },
    });
  });

  it('speaks TLS from the first byte where that is wanted, and trusts nobody that it does not know', async () => {
    await using server = await startMailServer({ secure: true });
    const outbound = createOutbound({ environment: {} });
    const target = { ...base, to: [...base.to], port: server.port, security: 'tls' } as const;
    const sender = createEmailSender({ sink: 'mail', target, outbound, clock: systemClock });
    const result = await sender.send(notice(), new AbortController().signal);
    await outbound.close();
    expect(result).toMatchObject({ kind: 'failed', mayHaveArrived: false });
    expect(result.kind === 'failed' && result.error.toJSON().chain).toMatch(/certificate/);
    expect(server.mails).toEqual([]);
  });
});
