import { INSPECTOR_LEGACY } from './hosts/inspector.ts';
import { tryHost } from './support/try-host.ts';

tryHost(INSPECTOR_LEGACY);
