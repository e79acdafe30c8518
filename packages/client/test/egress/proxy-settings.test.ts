import { describe, expect, it } from 'vitest';
import { readProxySettings } from '../../src/egress/proxy-settings.ts';

const FAR = new URL('https://mcp.example/mcp');

describe('readProxySettings', () => {
  it('reads the variables in either case, lower case first', () => {
    expect(
      readProxySettings(FAR, {
        HTTP_PROXY: 'http://a:1',
        https_proxy: 'http://b:2',
        HTTPS_PROXY: 'http://c:3',
        NO_PROXY: '.corp',
      }),
    ).toEqual({
      httpProxy: 'http://a:1',
      httpsProxy: 'http://b:2',
      noProxy: '.corp',
    });
  });

  it('takes ALL_PROXY where nothing else is said, and a proxy without a scheme', () => {
    expect(readProxySettings(FAR, { ALL_PROXY: 'proxy.corp:3128', HTTP_PROXY: 'http://a:1' })).toEqual({
      httpProxy: 'http://a:1',
      httpsProxy: 'http://proxy.corp:3128',
      noProxy: '',
    });
  });

  it('finds none where none is named', () => {
    expect(readProxySettings(FAR, {})).toBeUndefined();
    expect(readProxySettings(FAR, { HTTPS_PROXY: '', NO_PROXY: 'x' })).toBeUndefined();
  });

  it.each(['http://localhost:1/', 'http://127.0.0.1:1/', 'http://[::1]:1/', 'http://app.localhost/'])(
    'uses none for %s',
    (url) => {
      expect(readProxySettings(new URL(url), { HTTP_PROXY: 'http://a:1' })).toBeUndefined();
    },
  );
});
