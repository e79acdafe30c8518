import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { OpenAiCompatibleModel } from './openai-compatible-model.ts';
import { scriptedModel } from './scripted-model.ts';

/** The model that the environment names; without any, one that follows a script. */
export function chooseModel(question: string): BaseChatModel {
  const { OPENAI_BASE_URL: baseUrl, OPENAI_MODEL: model, OPENAI_API_KEY: apiKey } = process.env;
  if (baseUrl === undefined || model === undefined) return scriptedModel(question);
  return new OpenAiCompatibleModel({ baseUrl: baseUrl.replace(/\/$/, ''), model, apiKey });
}
