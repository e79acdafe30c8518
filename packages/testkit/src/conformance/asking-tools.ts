import {
  type ElicitRequestFormParams,
  type InputResponseView,
  inputRequired,
  inputResponse,
} from '@modelcontextprotocol/server';
import { argumentsSchema, type ConformanceTool, NO_ARGUMENTS, textResult } from './conformance-tool.ts';

/**
 * Tools of the suites for 2025-11-25 that ask the client something.
 *
 * They return what they need instead of sending a request: the SDK makes a request of it for a client of the older
 * era, so that one tool serves both eras.
 */
export const ASKING_TOOLS: readonly ConformanceTool[] = [
  {
    name: 'test_sampling',
    description: "Asks the client's model.",
    inputSchema: argumentsSchema({
      type: 'object',
      properties: { prompt: { type: 'string', description: 'What the model is asked.' } },
      required: ['prompt'],
    }),
    call: ({ args, context }) => {
      const reply = inputResponse(context.mcpReq.inputResponses, 'completion');
      if (reply.kind === 'sampling') return textResult(`The model said: ${JSON.stringify(reply.result.content)}`);
      return inputRequired({
        inputRequests: {
          completion: inputRequired.createMessage({
            messages: [{ role: 'user', content: { type: 'text', text: String(args.prompt) } }],
            maxTokens: 100,
          }),
        },
      });
    },
  },
  {
    name: 'test_elicitation',
    description: 'Asks the user.',
    inputSchema: argumentsSchema({
      type: 'object',
      properties: { message: { type: 'string', description: 'What the user is asked.' } },
      required: ['message'],
    }),
    call: ({ args, context }) => {
      const reply = inputResponse(context.mcpReq.inputResponses, 'form');
      if (reply.kind === 'elicit') return textResult(describe(reply));
      return askForForm(String(args.message), {
        type: 'object',
        properties: { response: { type: 'string', description: 'The answer of the user.' } },
        required: ['response'],
      });
    },
  },
  formTool('test_elicitation_sep1034_defaults', 'Asks with a form in which every field has a default.', {
    type: 'object',
    properties: {
      name: { type: 'string', description: 'A name', default: 'John Doe' },
      age: { type: 'integer', description: 'Whole years', default: 30 },
      score: { type: 'number', description: 'Any number', default: 95.5 },
      status: {
        type: 'string',
        description: 'One of three',
        enum: ['active', 'inactive', 'pending'],
        default: 'active',
      },
      verified: { type: 'boolean', description: 'Yes or no', default: true },
    },
  }),
  formTool('test_elicitation_sep1330_enums', 'Asks with a form that has every way to write a choice.', {
    type: 'object',
    properties: {
      untitledSingle: { type: 'string', description: 'One of three', enum: ['option1', 'option2', 'option3'] },
      titledSingle: {
        type: 'string',
        description: 'One of three with titles',
        oneOf: titled('First', 'Second', 'Third'),
      },
      legacyEnum: {
        type: 'string',
        description: 'One of three with names beside them',
        enum: ['opt1', 'opt2', 'opt3'],
        enumNames: ['Option One', 'Option Two', 'Option Three'],
      },
      untitledMulti: {
        type: 'array',
        description: 'Some of three',
        minItems: 1,
        maxItems: 3,
        items: { type: 'string', enum: ['option1', 'option2', 'option3'] },
      },
      titledMulti: {
        type: 'array',
        description: 'Some of three with titles',
        minItems: 1,
        maxItems: 3,
        items: { anyOf: titled('First', 'Second', 'Third') },
      },
    },
  }),
];

type FormSchema = ElicitRequestFormParams['requestedSchema'];

function formTool(name: string, description: string, schema: FormSchema): ConformanceTool {
  return {
    name,
    description,
    inputSchema: NO_ARGUMENTS,
    call: ({ context }) => {
      const reply = inputResponse(context.mcpReq.inputResponses, 'form');
      return reply.kind === 'elicit' ? textResult(describe(reply)) : askForForm('Fill in the form.', schema);
    },
  };
}

function askForForm(message: string, requestedSchema: FormSchema) {
  return inputRequired({ inputRequests: { form: inputRequired.elicit({ message, requestedSchema }) } });
}

function describe(reply: Extract<InputResponseView, { kind: 'elicit' }>): string {
  return `The user chose "${reply.action}": ${JSON.stringify(reply.content ?? {})}`;
}

function titled(...titles: readonly string[]): { const: string; title: string }[] {
  return titles.map((title, index) => ({ const: `value${index + 1}`, title: `${title} choice` }));
}
