import { access, chmod, constants, mkdir, realpath } from 'node:fs/promises';
import { EmbeddedPostgresError, messageOf, systemErrorCode } from './embedded-postgres.errors.js';

/**
 * Makes sure of the server's data directory and returns its real path. A new one is private to the server; under root
 * others may pass through it (not list it), because PostgreSQL runs as another user and its cluster lies below.
 */
export async function ensureDataDirectory(path: string): Promise<string> {
  try {
    const created = await mkdir(path, { recursive: true, mode: 0o755 });
    const real = await realpath(path);
    if (created !== undefined) await chmod(real, process.geteuid?.() === 0 ? 0o711 : 0o700);
    await access(real, constants.R_OK | constants.W_OK | constants.X_OK);
    return real;
  } catch (error) {
    const why = systemErrorCode(error) === 'ENOSPC' ? 'the disk is full' : messageOf(error);
    throw new EmbeddedPostgresError(
      `The data directory ${path} cannot be written: ${why}. ` +
        'Give the user that runs the server write access, or name another directory in HYPRBOX_DATA_DIR.',
      { cause: error },
    );
  }
}
