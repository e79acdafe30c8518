// Installs the libraries that Seawall is compared with. They have a lockfile of their own, because nothing else needs them.
import { installFolder } from '../scripts/setup/install-folder.mjs';

await installFolder(import.meta.dirname);
