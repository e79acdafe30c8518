import { describe, expect, it } from 'vitest';
import { MCPAuthenticationError, MCPConfigurationError, MCPConnectionError, MCPError } from '../../src/index.ts';
import { fakeToken, withSecrets } from '../redaction/secrets.ts';

class InternalError extends MCPError {
  override readonly name: string = 'InternalError';
  readonly #hidden = ['internal_id', 'session_token'];

  protected override sanitizeContext(context: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    const entries = Object.entries(super.sanitizeContext(context));
    return Object.fromEntries(
      entries.map(([key, value]) => [key, this.#hidden.includes(key) ? '[CUSTOM_REDACTED]' : value]),
    );
  }
}

describe('sanitizeContext', () => {
  it('lets a derived class hide more, with a marker of its own (B15, B62)', () => {
    const error = new InternalError({
      message: 'It failed.',
      context: { internal_id: '12345', session_token: 'sess_abc', public_data: 'visible' },
    });
    const expected = { internal_id: '[CUSTOM_REDACTED]', session_token: '[CUSTOM_REDACTED]', public_data: 'visible' };
    expect(error.context).toEqual(expected);
    expect(error.toJSON().context).toEqual(expected);
    expect(error.log().fields.error.context).toEqual(expected);
  });

  it('applies to what is added later too (B62, B115)', () => {
    const error = new InternalError({ message: 'It failed.' }).addContext({ internal_id: '12345' });
    expect(error.context).toEqual({ internal_id: '[CUSTOM_REDACTED]' });
  });

  it('gets data that is clean already, so that a class that forgets its parent leaks nothing (B62)', () => {
    class Forgetful extends MCPError {
      protected override sanitizeContext(context: Readonly<Record<string, unknown>>) {
        return context;
      }
    }
    const token = fakeToken();
    const error = new Forgetful({ message: 'It failed.', context: { note: token } });
    withSecrets(token);
    expect(error.context).toEqual({ note: '[REDACTED:configured]' });
  });

  it('leaves the whole context out where it throws', () => {
    class Broken extends MCPError {
      protected override sanitizeContext(): never {
        throw new Error('no');
      }
    }
    const error = new Broken({ message: 'It failed.', context: { internal_id: '12345' } });
    expect(JSON.stringify(error)).not.toContain('12345');
    expect(error.context).toEqual({ contextLeftOut: 'The sanitizeContext of this class failed.' });
  });
});

describe('context', () => {
  it('hides fields whose names say that they are secret, and keeps the others (B16, B60, B119)', () => {
    for (const type of [MCPError, MCPConnectionError]) {
      const error = new type({
        message: 'It failed.',
        context: { username: 'test_user', password: 'open sesame', api_key: 'abcdef', server: 'api.example.com' },
      });
      expect(error.context).toMatchObject({ username: 'test_user', server: 'api.example.com' });
      expect(error.context.password).toMatch(/^\[REDACTED/);
      expect(error.context.api_key).toMatch(/^\[REDACTED/);
    }
  });

  it('keeps the fields of the classes, whatever their names sound like (B27, B28)', () => {
    const authentication = new MCPAuthenticationError({ message: 'x', authType: 'api_key', username: 'robot' });
    expect(authentication.context).toEqual({ authType: 'api_key', username: 'robot' });
    const configuration = new MCPConfigurationError({ message: 'x', missingKeys: ['name', 'command'] });
    expect(configuration.context).toEqual({ missingKeys: ['name', 'command'] });
  });

  it('is frozen: it is added to by addContext alone (B9)', () => {
    const error = new MCPError({ message: 'x', context: { attempt: 1 } });
    expect(Reflect.set(error.context, 'attempt', 2)).toBe(false);
    expect(error.context).toEqual({ attempt: 1 });
  });

  it('keeps nested data structured, and every error has it (B1, B3, B63)', () => {
    const data = { nested: { list: [1, { deep: true }], text: 'words' } };
    const error = new MCPError({ message: 'x', context: data });
    expect(error.context).toEqual(data);
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ context: data, code: 'UNEXPECTED_ERROR' });
    expect(new MCPError({ message: 'x' }).toJSON().context).toEqual({});
  });

  it('does not follow the object that it was made from', () => {
    const given: Record<string, unknown> = { attempt: 1 };
    const error = new MCPError({ message: 'x', context: given });
    given.attempt = 2;
    expect(error.context).toEqual({ attempt: 1 });
  });

  it('marks what can not be read, and never throws for it', () => {
    const fail = (): never => {
      throw new Error('no');
    };
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    const telling = Object.defineProperty({ attempt: 1 }, 'broken', { get: fail, enumerable: true });
    for (const type of [MCPError, MCPConnectionError]) {
      expect(new type({ message: 'x', context: telling }).context).toEqual({ attempt: 1, broken: '[UNREADABLE]' });
      expect(new type({ message: 'x', context: revoked.proxy }).context).toEqual({ context: '[UNREADABLE]' });
      expect(new type({ message: 'x' }).addContext(telling).context).toMatchObject({ broken: '[UNREADABLE]' });
    }
  });
});
