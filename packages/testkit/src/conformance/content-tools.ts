import type { ContentBlock } from '@modelcontextprotocol/server';
import { argumentsSchema, type ConformanceTool, NO_ARGUMENTS, textResult } from './conformance-tool.ts';
import { PIXEL_PNG, SILENT_WAV } from './sample-media.ts';

/** The protocol's own keyword, which the type of a JSON Schema does not know. */
const MIRRORED_REGION = {
  type: 'string',
  description: 'Repeated in Mcp-Param-Region.',
  'x-mcp-header': 'Region',
} as const;

/** Tools that answer at once, each with another kind of content or schema. */
export const CONTENT_TOOLS: readonly ConformanceTool[] = [
  answering('test_simple_text', 'Answers with one text.', [{ type: 'text', text: 'A text, as simple as can be.' }]),
  answering('test_image_content', 'Answers with an image.', [
    { type: 'image', data: PIXEL_PNG, mimeType: 'image/png' },
  ]),
  answering('test_audio_content', 'Answers with a sound.', [
    { type: 'audio', data: SILENT_WAV, mimeType: 'audio/wav' },
  ]),
  answering('test_embedded_resource', 'Answers with a resource in the content.', [
    {
      type: 'resource',
      resource: { uri: 'test://embedded-resource', mimeType: 'text/plain', text: 'A resource inside an answer.' },
    },
  ]),
  answering('test_multiple_content_types', 'Answers with a text, an image and a resource.', [
    { type: 'text', text: 'Three kinds of content follow each other.' },
    { type: 'image', data: PIXEL_PNG, mimeType: 'image/png' },
    {
      type: 'resource',
      resource: { uri: 'test://mixed-content-resource', mimeType: 'application/json', text: '{"kinds":3}' },
    },
  ]),
  {
    name: 'test_error_handling',
    description: 'Fails, always.',
    inputSchema: NO_ARGUMENTS,
    call: () => ({ ...textResult('This tool fails on purpose.'), isError: true }),
  },
  answering('test_streaming_elicitation', 'Answers without a request of its own on the stream.', [
    { type: 'text', text: 'Nothing was asked.' },
  ]),
  {
    name: 'test_x_mcp_header',
    description: 'Takes one argument that travels in a header too, and one that does not.',
    inputSchema: argumentsSchema({
      type: 'object',
      properties: {
        region: MIRRORED_REGION,
        level: { type: 'integer', description: 'Only in the body.' },
      },
    }),
    call: ({ args }) => textResult(`region: ${String(args.region ?? 'none')}`),
  },
  {
    name: 'json_schema_2020_12_tool',
    description: 'Has a schema with the vocabulary of JSON Schema 2020-12.',
    inputSchema: argumentsSchema({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      $defs: {
        address: {
          $anchor: 'addressDef',
          type: 'object',
          properties: { street: { type: 'string' }, city: { type: 'string' } },
        },
      },
      properties: {
        name: { type: 'string' },
        address: { $ref: '#/$defs/address' },
        contactMethod: { type: 'string', enum: ['phone', 'email'] },
        phone: { type: 'string' },
        email: { type: 'string' },
      },
      allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
      if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
      then: { required: ['phone'] },
      else: { required: ['email'] },
      additionalProperties: false,
    }),
    call: ({ args }) => textResult(JSON.stringify(args)),
  },
];

function answering(name: string, description: string, content: ContentBlock[]): ConformanceTool {
  return { name, description, inputSchema: NO_ARGUMENTS, call: () => ({ content }) };
}
