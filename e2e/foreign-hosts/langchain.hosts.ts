import { LANGCHAIN } from './hosts/langchain.ts';
import { tryHost } from './support/try-host.ts';

tryHost(LANGCHAIN);
