import { SDK_V1 } from './hosts/sdk-v1.ts';
import { tryHost } from './support/try-host.ts';

tryHost(SDK_V1);
