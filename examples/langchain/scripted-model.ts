import { AIMessage, type BaseMessage, ToolMessage } from '@langchain/core/messages';
import { fakeModel } from 'langchain';

/** A model that looks everywhere at once and then tells what it found, and what it could not; it needs no network. */
export function scriptedModel(question: string) {
  const ask = (name: string) => ({ name, args: { query: question }, id: name });
  return fakeModel()
    .respondWithTools([ask('jira__jira_search'), ask('confluence__confluence_search'), ask('tavily__tavily_search')])
    .respond((messages: BaseMessage[]) => {
      const answers = messages.filter((message) => ToolMessage.isInstance(message));
      return new AIMessage(answers.map(({ name, status, text }) => `${status} from ${name}: ${text}`).join('\n'));
    });
}
