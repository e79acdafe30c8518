import { type GetPromptResult, inputRequired, type McpServer, type PromptMessage } from '@modelcontextprotocol/server';
import { argumentsSchema } from './conformance-tool.ts';
import { acceptedField, askFor } from './input-questions.ts';
import { PIXEL_PNG } from './sample-media.ts';

/** The values that each argument of a prompt is completed from. */
export const ARGUMENT_VALUES: Readonly<Record<string, readonly string[]>> = {
  arg1: ['paris', 'park', 'party'],
  arg2: ['one', 'two'],
  resourceUri: ['test://static-text', 'test://static-binary'],
};

/** Gives a server its prompts. */
export function registerPrompts(server: McpServer): void {
  server.registerPrompt('test_simple_prompt', { description: 'One message.' }, () =>
    messages({ type: 'text', text: 'A prompt, as simple as can be.' }),
  );
  server.registerPrompt(
    'test_prompt_with_arguments',
    { description: 'One message with two arguments in it.', argsSchema: texts('arg1', 'arg2') },
    ({ arg1, arg2 }) => messages({ type: 'text', text: `The arguments are "${arg1}" and "${arg2}".` }),
  );
  server.registerPrompt(
    'test_prompt_with_embedded_resource',
    { description: 'A resource and a request about it.', argsSchema: texts('resourceUri') },
    ({ resourceUri }) =>
      messages(
        {
          type: 'resource',
          resource: { uri: String(resourceUri), mimeType: 'text/plain', text: 'A resource inside a prompt.' },
        },
        { type: 'text', text: 'Sum up the resource.' },
      ),
  );
  server.registerPrompt('test_prompt_with_image', { description: 'An image and a request about it.' }, () =>
    messages(
      { type: 'image', data: PIXEL_PNG, mimeType: 'image/png' },
      { type: 'text', text: 'What is in the image?' },
    ),
  );
  server.registerPrompt(
    'test_input_required_result_prompt',
    { description: 'Asks the user before it is complete.' },
    (context) => {
      const subject = acceptedField(context, 'user_context', 'context');
      if (typeof subject === 'string') return messages({ type: 'text', text: `Keep in mind: ${subject}` });
      return inputRequired({
        inputRequests: { user_context: askFor('What should the prompt keep in mind?', 'context') },
      });
    },
  );
}

function messages(...contents: readonly PromptMessage['content'][]): GetPromptResult {
  return { messages: contents.map((content) => ({ role: 'user', content })) };
}

function texts(...names: readonly string[]) {
  return argumentsSchema({
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
    required: [...names],
  });
}
