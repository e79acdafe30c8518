import { type McpServer, ResourceTemplate } from '@modelcontextprotocol/server';
import { WATCHED_RESOURCE_URI } from './reporting-tools.ts';
import { PIXEL_PNG } from './sample-media.ts';

interface FixedResource {
  readonly name: string;
  readonly uri: string;
  readonly mimeType: string;
  readonly content: { readonly text: string } | { readonly blob: string };
}

const FIXED_RESOURCES: readonly FixedResource[] = [
  {
    name: 'static-text',
    uri: 'test://static-text',
    mimeType: 'text/plain',
    content: { text: 'A text that stays as it is.' },
  },
  { name: 'static-binary', uri: 'test://static-binary', mimeType: 'image/png', content: { blob: PIXEL_PNG } },
  {
    name: 'watched-resource',
    uri: WATCHED_RESOURCE_URI,
    mimeType: 'text/plain',
    content: { text: 'A text that clients subscribe to.' },
  },
];

/** The values that the template's parameter is completed from. */
export const TEMPLATE_IDS: readonly string[] = ['1', '12', '123'];

/** Gives a server its resources and its template. */
export function registerResources(server: McpServer): void {
  for (const { name, uri, mimeType, content } of FIXED_RESOURCES) {
    server.registerResource(name, uri, { description: `The resource "${name}".`, mimeType }, () => ({
      contents: [{ uri, mimeType, ...content }],
    }));
  }
  server.registerResource(
    'template',
    new ResourceTemplate('test://template/{id}/data', { list: undefined }),
    { description: 'Data by id.', mimeType: 'application/json' },
    (uri, { id }) => ({
      contents: [{ uri: uri.toString(), mimeType: 'application/json', text: JSON.stringify({ id }) }],
    }),
  );
}
