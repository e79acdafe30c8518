import { SDK_V2_AUTO, SDK_V2_LEGACY, SDK_V2_PINNED } from './hosts/sdk-v2.ts';
import { tryHost } from './support/try-host.ts';

tryHost(SDK_V2_LEGACY);
tryHost(SDK_V2_AUTO);
tryHost(SDK_V2_PINNED);
