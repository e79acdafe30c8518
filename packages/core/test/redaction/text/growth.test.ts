import { describe, expect, it } from 'vitest';
import { redactText } from '../../../src/redaction/redact.ts';

/** Pieces that, repeated, make rules look far ahead or behind. */
const PIECES: readonly string[] = [
  ...[
    'a=',
    'Bearer ',
    '-----BEGIN ',
    'https://a:',
    '{"',
    'eyJ',
    '%41',
    'key="\\"',
    'a@',
    'AKIA',
    '\\u0041',
    '<a ',
    'x.y.',
  ],
  ...[
    '" : "',
    'token ',
    'token=',
    'token:',
    'password is ',
    'sk-',
    '--token ',
    'a.b@c:1 ',
    'token="\\',
    '[',
    '{"token":',
  ],
  ...[
    'auth: "',
    '&quot;',
    'Cookie: a=b; ',
    "token='",
    'name="token" ',
    'password: a ',
    ':AA',
    'token=,',
    ' -u a:b',
    '\\\\\\',
  ],
  ...[
    'hooks.slack.com/services/',
    'Digest a=b, ',
    '%25',
    'token(',
    'token\n',
    'https://',
    '[REDACTED:a',
    'token:[',
    '<token ',
    'token[',
    'map[token:',
    '\u001b[31m',
    '\u001b[',
    'token...',
    'AUTH ',
    '$2a$',
    '-us',
    'Bearer, ',
    'mot de passe: ',
    '密码：',
    'пароль ',
    '${A}',
    'token=${A}',
  ],
  ...[
    'login(„',
    'auth=(„',
    'token(«',
    'kind: Secret\n',
    'echo „',
    '::add-mask::',
    'pass:',
    'a\tpassword\n',
    'password,token\n',
    'INSERT INTO a (token) VALUES (',
    'API key (',
    'set -x token ',
    '1234567890123456:',
    'PWD={',
    ' -p docker login ',
    '{"kty":"',
  ],
];

/** Of the time, for four times the text: between 4 and 16. */
const MAX_GROWTH = 12;

describe('the time for a text', () => {
  // A rule that looks at everything before or behind takes sixteen times as long for four times the text.
  it.each(PIECES)('grows with its length, and not with the square of it: %j', (piece) => {
    const timeOf = (length: number): number => {
      const text = piece.repeat(Math.ceil(length / piece.length));
      const times = [0, 1, 2].map(() => {
        // Time of the processor, so that others on the machine do not count.
        const from = process.cpuUsage();
        redactText(text);
        return process.cpuUsage(from).user / 1000;
      });
      return Math.min(...times);
    };
    const growth = (): number => timeOf(80_000) / Math.max(timeOf(20_000), 3);
    timeOf(5000);
    let least = growth();
    // Garbage of others may fall into one of the two; what grows with the square does so each time.
    for (let tries = 1; tries < 5 && least >= MAX_GROWTH; tries += 1) least = Math.min(least, growth());
    expect(least).toBeLessThan(MAX_GROWTH);
  });
});
