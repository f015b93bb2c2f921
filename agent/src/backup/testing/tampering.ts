import { chmodSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Changes one bit of every pack of a local repository. */
export function tamperWithPacks(repository: string): void {
  const data = join(repository, 'data');
  for (const directory of readdirSync(data)) {
    for (const name of readdirSync(join(data, directory))) flipBit(join(data, directory, name));
  }
}

function flipBit(path: string): void {
  const bytes = readFileSync(path);
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  // Restic makes them read-only.
  chmodSync(path, 0o600);
  writeFileSync(path, bytes);
}
