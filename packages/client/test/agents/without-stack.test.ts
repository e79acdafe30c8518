import { describe, expect, it } from 'vitest';
import { withoutStack } from '../../src/agents/without-stack.ts';

describe('withoutStack', () => {
  it.each([
    [
      'Node',
      'Error: no\n    at Client.send (/srv/app/client.js:10:5)\n    at async file:///srv/app/main.js:1:2\nnext',
      'Error: no\nnext',
    ],
    [
      'Node on one line',
      'Error: no at new Client (node:net:10:5) at Object.<anonymous> (C:\\app\\a.js:1:2)',
      'Error: no',
    ],
    [
      'Java',
      'java.io.IOException: no\n\tat org.example.Client.send(Client.java:10)\n\tat a.B.<init>(B.java)',
      'java.io.IOException: no',
    ],
    ['.NET', 'Exception: no\n   at Example.Client.Send(String text) in /srv/app/Client.cs:line 10', 'Exception: no'],
    [
      'Python',
      'Traceback (most recent call last):\n  File "/srv/app/main.py", line 10, in run\nValueError: no',
      '\nValueError: no',
    ],
  ])('takes the frames of %s out', (_of, text, rest) => {
    expect(withoutStack(text)).toBe(rest);
  });

  it.each(['x', 'at', 'Traceback', 'File', ' at f(', ' at f() in /a', ' at a:1'])(
    'is done with half a million spaces, and with as many of %j',
    (word) => {
      // A pattern that goes back over this takes hours.
      for (const text of [`${' '.repeat(500_000)}${word}`, '\n\t'.repeat(250_000), word.repeat(500_000)])
        expect(withoutStack(text)).toBe(text);
    },
  );

  it('leaves all other text as it is', () => {
    const text = 'The meeting is at 10:30 (see https://a.example:8080/x). At most 3:1:2 of them, at home (or not).';
    expect(withoutStack(text)).toBe(text);
  });
});
