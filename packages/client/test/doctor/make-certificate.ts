import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** A certificate with its key, as `tls.createServer` takes them. */
export interface MadeCertificate {
  readonly cert: string;
  readonly key: string;
  /** To sign others with. */
  readonly issuer: Issuer;
}

interface Issuer {
  readonly name: string;
  readonly key: KeyObject;
}

export interface CertificateOptions {
  readonly name?: string;
  /** @default ['localhost'] */
  readonly hosts?: readonly string[];
  readonly from?: Date;
  readonly to?: Date;
  /** @default itself */
  readonly issuer?: Issuer;
}

const DAY_MS = 86_400_000;

/** A time so many days from now. */
export const inDays = (days: number): Date => new Date(Date.now() + days * DAY_MS);

/** Makes an X.509 certificate of version 3 at run time, so that no key lies in the project and each fault can be had. */
export function makeCertificate(options: CertificateOptions = {}): MadeCertificate {
  const { name = 'localhost', hosts = ['localhost'], from = inDays(-1), to = inDays(365) } = options;
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issuer = options.issuer ?? { name, key: privateKey };
  const isAuthority = options.issuer === undefined;
  const body = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ECDSA_WITH_SHA256,
    nameOf(issuer.name),
    sequence(time(from), time(to)),
    nameOf(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(
      0xa3,
      sequence(
        extension([0x55, 0x1d, 0x11], sequence(...hosts.map((host) => der(0x82, Buffer.from(host))))),
        ...(isAuthority ? [extension([0x55, 0x1d, 0x13], sequence(der(0x01, Buffer.from([0xff]))))] : []),
      ),
    ),
  );
  const signature = sign('sha256', body, issuer.key);
  const whole = sequence(body, ECDSA_WITH_SHA256, der(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    cert: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
    key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    issuer: { name, key: privateKey },
  };
}

function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...contents: readonly Buffer[]): Buffer => der(0x30, ...contents);
const integer = (bytes: Buffer): Buffer => der(0x02, bytes);
const oid = (bytes: readonly number[]): Buffer => der(0x06, Buffer.from(bytes));
const ECDSA_WITH_SHA256 = sequence(oid([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]));

const nameOf = (name: string): Buffer =>
  sequence(der(0x31, sequence(oid([0x55, 0x04, 0x03]), der(0x0c, Buffer.from(name)))));

const time = (date: Date): Buffer =>
  der(0x18, Buffer.from(`${date.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`));

const extension = (id: readonly number[], value: Buffer): Buffer => sequence(oid(id), der(0x04, value));
