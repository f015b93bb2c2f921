import { createHash } from 'node:crypto';

/** A file of a drill, as it was restored. */
export interface ProvenFile {
  path: string;
  sizeBytes: number;
  /** As `ls -l` prints it. */
  mode: string;
  sha256: string;
}

/** A line as `sha256sum` prints it: a name with a newline or a backslash is escaped, which a backslash in front says. */
export function manifestLine({ path, sha256 }: Pick<ProvenFile, 'path' | 'sha256'>): string {
  const escaped = path.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
  return `${escaped === path ? '' : '\\'}${sha256}  ${escaped}\n`;
}

/** Of all lines, sorted by the paths' bytes. */
export function manifestSha256(files: readonly Pick<ProvenFile, 'path' | 'sha256'>[]): string {
  const hash = createHash('sha256');
  for (const file of [...files].sort(byPath)) hash.update(manifestLine(file));
  return hash.digest('hex');
}

export function byPath(a: { path: string }, b: { path: string }): number {
  return Buffer.compare(Buffer.from(a.path), Buffer.from(b.path));
}
