// Installs the hosts of this folder. They have a lockfile of their own, because their versions must not decide which versions
// Seawall gets.
import { installFolder } from '../../scripts/setup/install-folder.mjs';

await installFolder(import.meta.dirname);
