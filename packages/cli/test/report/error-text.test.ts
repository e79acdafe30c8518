import { MCPConfigurationError, MCPConnectionError, registerSecrets } from '@seawall/core';
import { describe, expect, it } from 'vitest';
import { errorText, exitCodeOf } from '../../src/report/error-text.ts';
import { colorsFor } from '../../src/terminal/colors.ts';
import { fakeStream } from '../fake-process.ts';

const plain = colorsFor(fakeStream(), {});
const text = (error: unknown, debug = false): string => errorText(error, plain, { debug });

describe('errorText', () => {
  it('says what and where, why, and what to do', () => {
    const error = new MCPConnectionError({
      code: 'CONNECTION_REFUSED',
      message: 'Server "jira" refused.',
      hint: 'Start it.',
      cause: new Error('ECONNREFUSED'),
    });
    expect(text(error)).toBe(
      'error: Server "jira" refused.\n  why: Error: ECONNREFUSED\n  fix: Start it.\n  code: CONNECTION_REFUSED\n',
    );
  });

  it('B74 lists every fault, the missing keys and the file', () => {
    const error = new MCPConfigurationError({
      code: 'CONFIG_INVALID',
      message: 'The configuration can not be used.',
      configFile: '/home/ada/mcp.json',
      missingKeys: ['JIRA_TOKEN'],
      faults: [{ path: 'mcpServers.jira.env', message: 'The variable is not set.', line: 3 }],
    });
    expect(text(error).split('\n')).toEqual([
      'error: The configuration can not be used.',
      '  - "mcpServers.jira.env" (line 3): The variable is not set.',
      '  missing: JIRA_TOKEN',
      '  file: /home/ada/mcp.json',
      '  code: CONFIG_INVALID',
      '',
    ]);
  });

  it('shows a stack only for debugging', () => {
    const error = new TypeError('odd');
    expect(text(error)).not.toMatch(/\n\s+at /);
    expect(text(error)).toContain('why: TypeError: odd');
    expect(text(error, true)).toContain('error-text.test.ts');
  });

  it('shows no secret and lets nothing steer the terminal', () => {
    using _secrets = registerSecrets(['hunter2-hunter2']);
    const shown = text(new Error('\u001b[2Jhunter2-hunter2'), true);
    expect(shown).not.toContain('hunter2');
    expect(shown).not.toContain('\u001b');
  });
});

describe('exitCodeOf', () => {
  it('tells wrong configuration from a place that is taken and from all else', () => {
    expect(exitCodeOf(new MCPConfigurationError({ code: 'CONFIG_SYNTAX', message: 'x' }))).toBe(2);
    expect(exitCodeOf(new MCPConfigurationError({ code: 'PORT_IN_USE', message: 'x' }))).toBe(3);
    expect(exitCodeOf(new MCPConfigurationError({ code: 'DATA_DIR_IN_USE', message: 'x' }))).toBe(3);
    expect(exitCodeOf(new MCPConnectionError({ message: 'x' }))).toBe(1);
    expect(exitCodeOf(new Error('x'))).toBe(1);
  });
});
