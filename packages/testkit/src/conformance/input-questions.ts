import { acceptedContent, type InputRequest, inputRequired, type ServerContext } from '@modelcontextprotocol/server';

/** Asks the user for one text. */
export function askFor(message: string, field: string): InputRequest {
  return inputRequired.elicit({
    message,
    requestedSchema: { type: 'object', properties: { [field]: { type: 'string' } }, required: [field] },
  });
}

/** Asks the user for a yes or no, as the field `ok`. */
export function askWhether(message: string): InputRequest {
  return inputRequired.elicit({
    message,
    requestedSchema: { type: 'object', properties: { ok: { type: 'boolean' } }, required: ['ok'] },
  });
}

/** Asks the client's model. */
export function askModel(text: string): InputRequest {
  return inputRequired.createMessage({ messages: [{ role: 'user', content: { type: 'text', text } }], maxTokens: 100 });
}

/** Asks for the client's roots. */
export function askRoots(): InputRequest {
  return inputRequired.listRoots();
}

/** A field of a form that the user accepted; `undefined` for everything else. */
export function acceptedField(context: ServerContext, key: string, field: string): unknown {
  return acceptedContent(context.mcpReq.inputResponses, key)?.[field];
}
