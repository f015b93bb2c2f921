import { readFileSync } from 'node:fs';

/** The version of the package that this is part of, built or not. */
export function productVersion(): string {
  try {
    const manifest: unknown = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
    if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) return String(manifest.version);
  } catch {
    // An image may leave the manifest out; what runs there is told by its tag.
  }
  return 'unknown';
}
