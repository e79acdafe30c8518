import type { HostReply } from './foreign-host.ts';

/** A field of something that may be no object. */
export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** The entries of a list field; none when it is no list. */
export function entries(value: unknown, name: string): readonly unknown[] {
  const list = field(value, name);
  return Array.isArray(list) ? list : [];
}

/** All texts of a list of content blocks, resource contents or prompt messages. */
export function texts(blocks: readonly unknown[]): string {
  return blocks
    .map((block) => field(block, 'text') ?? field(field(block, 'content'), 'text'))
    .filter((text) => typeof text === 'string')
    .join('\n');
}

/** Reads the result of a tool call that a host passes on as it came. */
export function toReply(result: unknown): HostReply {
  return {
    isError: field(result, 'isError') === true,
    text: texts(entries(result, 'content')),
    structured: field(result, 'structuredContent'),
    error: field(field(result, '_meta'), 'dev.seawall/error'),
  };
}
