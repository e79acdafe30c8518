// Installs the published servers of this folder. They have a lockfile of their own, because some can't be built everywhere.
import { installFolder } from '../../scripts/setup/install-folder.mjs';

await installFolder(import.meta.dirname);
