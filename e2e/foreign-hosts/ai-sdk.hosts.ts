import { AI_SDK } from './hosts/ai-sdk.ts';
import { tryHost } from './support/try-host.ts';

tryHost(AI_SDK);
