import { INSPECTOR_MODERN } from './hosts/inspector.ts';
import { tryHost } from './support/try-host.ts';

tryHost(INSPECTOR_MODERN);
