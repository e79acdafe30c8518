import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findFaults, findSnippets } from '../doc-snippets.mjs';
import { createTemporaryTree, type TemporaryTree } from './temporary-tree.ts';

let tree: TemporaryTree;
beforeEach(() => {
  tree = createTemporaryTree();
});
afterEach(() => tree[Symbol.dispose]());

const fenced = (language: string, code: string): string => `\`\`\`${language}\n${code}\n\`\`\`\n`;

describe('the TypeScript in pages', () => {
  it('is found with the line where it begins, also within a list', () => {
    const page = `# Page\n\n${fenced('ts', 'first();')}\n- A list:\n\n  ${fenced('ts', '  second();').trim()}\n`;
    const indented = page.replace(/\n```\n$/, '\n  ```\n');
    expect(findSnippets('docs/page.md', indented)).toEqual([
      { page: 'docs/page.md', line: 4, code: 'first();\n' },
      { page: 'docs/page.md', line: 10, code: '  second();\n' },
    ]);
  });

  it('is not what is in another language', () => {
    expect(findSnippets('docs/page.md', `${fenced('json', '{}')}${fenced('sh', 'npm test')}`)).toEqual([]);
  });

  it('is compiled, as a part of a function where it returns, and each fault told with its place', async () => {
    tree.write('docs/deep/page.md', `# Page\n\n${fenced('ts', "const text = 'a';\nconst count: number = text;")}`);
    tree.write('packages/one/README.md', fenced('ts', 'missing();'));
    tree.write('README.md', fenced('ts', 'export const right = 1;') + fenced('ts', 'return error.code;'));
    expect(await findFaults(tree.root)).toEqual([
      expect.stringMatching(/^docs\/deep\/page\.md:5: error TS2322: /),
      expect.stringMatching(/^packages\/one\/README\.md:2: error TS2304: /),
    ]);
  });

  it('is not taken for right where no page was found', async () => {
    await expect(findFaults(tree.root)).rejects.toThrow('no block of TypeScript');
  });
});
