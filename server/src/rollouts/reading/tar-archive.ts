import { pipeline, type Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { pack, type Pack } from 'tar-stream';

export interface ArchivedFile {
  /** Its path in the archive. */
  name: string;
  bytes: Buffer;
}

/**
 * The files as a compressed tar archive, each packed once the one before has been read: memory holds one of them.
 *
 * @param mtime of all of them
 */
export function tarArchive(files: AsyncIterable<ArchivedFile>, mtime: Date): Readable {
  const archive = pack();
  // Whoever reads is told by the end of the stream that there was a fault: half an archive does not pass for a whole one.
  const compressed = pipeline(archive, createGzip(), () => undefined);
  void fill(archive, files, mtime);
  return compressed;
}

async function fill(archive: Pack, files: AsyncIterable<ArchivedFile>, mtime: Date): Promise<void> {
  try {
    for await (const { name, bytes } of files) await packed(archive, name, bytes, mtime);
    archive.finalize();
  } catch (error) {
    archive.destroy(error instanceof Error ? error : new Error('A file could not be packed.', { cause: error }));
  }
}

function packed(archive: Pack, name: string, bytes: Buffer, mtime: Date): Promise<void> {
  return new Promise((resolve, reject) => {
    archive.entry({ name, mtime, mode: 0o644 }, bytes, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}
