import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diagnose, findErrorCode } from '@seawall/core';
import { describe, expect, it } from 'vitest';
import { ROOT } from './temporary-tree.ts';

interface Section {
  /** The heading above it. */
  readonly group: string;
  readonly message: string;
  readonly kind: string;
  readonly code: string;
  readonly server: string | undefined;
  readonly text: string;
}

/** What stands under these comes from tools too; the rest is known before a server can answer. */
const ANSWERED = ['Credentials', 'Limits and outages', 'Calls'];

const readPage = (name: string): string => readFileSync(join(ROOT, 'docs', name), 'utf8');
const sections = readSections(readPage('troubleshooting.md'));

describe('docs/troubleshooting.md', () => {
  it('has many messages, each once', () => {
    expect(sections.length).toBeGreaterThanOrEqual(45);
    const messages = sections.map(({ message }) => message);
    expect(messages.filter((message, index) => messages.indexOf(message) < index)).toEqual([]);
  });

  it('has the kind, the code, a meaning and what to do for each', () => {
    const form =
      /^Kind: [a-z_]+\. Code: \[([A-Z_]+)\]\(errors\.md#([a-z_]+)\)\.(?: Server: [a-z]+\.)?\n\n.+\n\n\*\*Do:\*\* .+$/;
    expect(sections.filter(({ text }) => !form.test(text))).toEqual([]);
  });

  it('links to codes that there are', () => {
    const headings = new Set([...readPage('errors.md').matchAll(/^### ([A-Z_]+)$/gm)].map((match) => match[1]));
    const broken = sections.filter(
      ({ code, text }) => !headings.has(code) || !text.includes(`(errors.md#${code.toLowerCase()})`),
    );
    expect(broken.map(({ message, code }) => `${code}: ${message}`)).toEqual([]);
  });

  it.each(sections)('has the kind of the diagnosis for $message', ({ message, kind, group, server = 'example' }) => {
    expect(diagnose({ shape: 'exception', payload: new Error(message) }, { server }).kind).toBe(kind);
    if (!ANSWERED.includes(group)) return;
    expect(diagnose({ shape: 'tool_result', payload: toFailure(message) }, { server }).kind).toBe(kind);
  });

  it('has codes of the same kind', () => {
    const wrong = sections.filter(({ kind, code }) => findErrorCode(code)?.[0] !== kind);
    expect(wrong.map(({ message, kind, code }) => `${code} is not ${kind}: ${message}`)).toEqual([]);
  });
});

/** A result of a tool that reports a failure. */
function toFailure(text: string): object {
  return { isError: true, content: [{ type: 'text', text }] };
}

/** The sections of the page whose heading is a message. */
function readSections(page: string): Section[] {
  return page.split(/^## /m).flatMap((part) => {
    const [group = '', ...messages] = part.split(/^### /m);
    return messages.map((section) => readSection(group.trim(), section));
  });
}

function readSection(group: string, section: string): Section {
  const [heading = '', ...rest] = section.trim().split('\n\n');
  const text = rest.join('\n\n');
  const [, kind = '', code = '', server] = text.match(/^Kind: (\w+)\. Code: \[(\w+)\][^ \n]*(?: Server: (\w+))?/) ?? [];
  return { group, message: heading.replaceAll('`', ''), kind, code, server, text };
}
