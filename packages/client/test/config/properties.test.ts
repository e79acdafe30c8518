import { MCPConfigurationError } from '@seawall/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasDuplicateKeys } from '../../src/config/document/duplicate-keys.ts';
import { splitCommandLine } from '../../src/config/entry/command-line.ts';
import { parseEnvFile } from '../../src/config/entry/env-file.ts';
import { expandVariables } from '../../src/config/entry/variables.ts';
import { readConfiguration } from '../../src/config/read-configuration.ts';
import { createTemporaryFolder, readObject } from './temporary-folder.ts';

// A failing property prints its seed and path; give them to fc.assert to run the same case again.

const piece = fc.oneof(
  fc.constantFrom(
    '${KNOWN}',
    '${env:KNOWN}',
    '${KNOWN:-x}',
    '${GONE:-${KNOWN}}',
    '${',
    '}',
    '{',
    '$',
    ':-',
    '${GONE}',
    ' ',
  ),
  fc.string({ maxLength: 5 }),
);

describe('properties', () => {
  it('expansion never leaves a known variable, whatever stands around it', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const scope = { lookup: (name: string) => (name === 'KNOWN' ? 'value' : undefined), builtIn: {} };
        expect(expandVariables(pieces.join(''), scope).text).not.toContain('${KNOWN}');
      }),
    );
  });

  it('expansion gives back a text without variables as it was', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!text.includes('${'));
        expect(expandVariables(text, { lookup: () => 'value', builtIn: {} }).text).toBe(text);
      }),
    );
  });

  it('quoted words come back from a command line as they were', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string().filter((word) => !word.includes("'")),
          { minLength: 1 },
        ),
        (words) => {
          const line = words.map((word) => `'${word}'`).join(' ');
          expect(splitCommandLine(line, { windows: false })).toEqual(words);
        },
      ),
    );
  });

  it('values in single quotes come back from an env file as they were', () => {
    fc.assert(
      fc.property(
        fc.string().filter((value) => !/['\r\n]/.test(value)),
        (value) => {
          expect(parseEnvFile(`A='${value}'`).variables).toEqual({ A: value });
        },
      ),
    );
  });

  it('a text that JSON.stringify made has no duplicate keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(hasDuplicateKeys(JSON.stringify(value))).toBe(false);
      }),
    );
  });

  it.each(['mcp.json', 'mcp.yaml'])('random bytes in %s throw nothing but a configuration error', async (name) => {
    await using folder = await createTemporaryFolder();
    const alphabet = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ':',
      ',',
      '\n',
      '- ',
      '&a',
      '*a',
      '<<: ',
      '"mcpServers"',
      'x',
      '//',
      '\\',
      '#',
      '? ',
      '|',
    );
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.array(alphabet, { maxLength: 60 }).map((parts) => Buffer.from(parts.join(''))),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (content) => {
        const file = await folder.write(name, content);
        await onlyConfigurationErrors(readConfiguration({ file, env: {}, folder: folder.path }));
      }),
      { numRuns: 150 },
    );
  });

  it('random entries throw nothing but a configuration error, and every server comes out once', async () => {
    const field = fc.constantFrom(
      'command',
      'args',
      'env',
      'url',
      'type',
      'headers',
      'cwd',
      'seawall',
      'disabled',
      '__proto__',
      'constructor',
    );
    const entry = fc.dictionary(field, fc.oneof(fc.jsonValue({ maxDepth: 2 }), piece, fc.webUrl()), { maxKeys: 6 });
    const servers = fc.dictionary(
      fc.oneof(fc.constantFrom('__proto__', 'constructor', 'toString'), fc.string()),
      fc.oneof(entry, fc.jsonValue()),
    );
    await fc.assert(
      fc.asyncProperty(servers, async (mcpServers) => {
        const configuration = await onlyConfigurationErrors(readObject({ mcpServers }));
        const names = configuration?.servers.map((server) => server.name) ?? [];
        if (configuration !== undefined) expect(names).toEqual(Object.keys(mcpServers));
      }),
      { numRuns: 200 },
    );
  });
});

async function onlyConfigurationErrors<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (!MCPConfigurationError.isInstance(error)) throw error;
    return undefined;
  }
}
