import { describe, expect, it } from 'vitest';
import { bannerLines } from '../../src/serve/banner.ts';
import { colorsFor } from '../../src/terminal/colors.ts';
import { fakeStream } from '../fake-process.ts';

const options = {
  colors: colorsFor(fakeStream(), {}),
  url: 'http://127.0.0.1:4141/mcp',
  dashboard: 'http://127.0.0.1:4141/#code=abc',
  version: '1.2.3',
  configFile: '/home/ada/\u001bmcp.json',
  dataDir: '/data',
  needsToken: false,
};

describe('bannerLines', () => {
  it('says where it listens and how to add it to each host', () => {
    const text = bannerLines(options).join('\n');
    expect(text).toContain('Seawall 1.2.3 is listening on http://127.0.0.1:4141/mcp');
    expect(text).toContain('claude mcp add --transport http seawall http://127.0.0.1:4141/mcp\n');
    expect(text).toContain('{"mcpServers":{"seawall":{"url":"http://127.0.0.1:4141/mcp"}}}');
    expect(text).toContain(`code --add-mcp '{"name":"seawall","type":"http","url":"http://127.0.0.1:4141/mcp"}'`);
    expect(text).toContain(
      '.vscode/mcp.json: {"servers":{"seawall":{"type":"http","url":"http://127.0.0.1:4141/mcp"}}}',
    );
    expect(text).toContain('Dashboard     http://127.0.0.1:4141/#code=abc\n');
    expect(text).not.toContain('\u001b');
  });

  it('names the place of the token where one is needed, and never the token', () => {
    const text = bannerLines({ ...options, needsToken: true }).join('\n');
    expect(text).toContain('--header "Authorization: Bearer <TOKEN>"');
    expect(text).toContain('seawall.auth.token');
  });
});
