import { describe, expect, it } from 'vitest';
import { configurationJsonSchema } from '../../src/config/configuration-schema.ts';

describe('the published JSON Schema', () => {
  // After a change to configuration-schema.ts write it anew: npx vitest run packages/client/test/config/schema.test.ts -u
  it('is what the checks are made of', async () => {
    // Short lists stand on one line, as the formatter wants them.
    const list = /\[\s+("[^"]*"(?:,\s+"[^"]*")*)\s+\]/g;
    const text = JSON.stringify(configurationJsonSchema(), undefined, 2).replace(
      list,
      (whole: string, items: string) => {
        const line = `[${items.replace(/\s+/g, ' ')}]`;
        return line.length > 100 ? whole : line;
      },
    );
    await expect(`${text}\n`).toMatchFileSnapshot('../../schema/seawall.schema.json');
  });

  it('is loose about what belongs to hosts and strict about what is ours', () => {
    const text = JSON.stringify(configurationJsonSchema());
    expect(text).toContain('"additionalProperties":false');
    expect(configurationJsonSchema()).toMatchObject({
      $schema: 'http://json-schema.org/draft-07/schema#',
      additionalProperties: {},
    });
  });
});
