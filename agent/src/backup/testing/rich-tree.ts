import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

export const sparseBytes = 64 * 1024 * 1024;

/** A small tree with one of everything that a restore has to bring back. */
export function makeRichTree(directory: string): void {
  mkdirSync(join(directory, 'deep/er'), { recursive: true });
  writeFileSync(join(directory, 'file'), 'content');
  linkSync(join(directory, 'file'), join(directory, 'deep/hard link'));
  symlinkSync('../file', join(directory, 'deep/link'));
  symlinkSync('/does/not/exist', join(directory, 'dangling'));
  writeFileSync(join(directory, 'empty'), '');
  writeFileSync(join(directory, 'secret'), 'x', { mode: 0o600 });
  writeFileSync(join(directory, 'program'), '#!/bin/sh\n');
  chmodSync(join(directory, 'program'), 0o4755);
  chmodSync(join(directory, 'deep'), 0o2750);
  writeFileSync(join(directory, 'sparse'), 'start');
  truncateSync(join(directory, 'sparse'), sparseBytes);
  writeFileSync(join(directory, '-rf'), 'an option?');
  writeFileSync(join(directory, 'two\nlines \x1b[31m*?[a]\\'), 'odd');
  writeFileSync(
    Buffer.concat([Buffer.from(join(directory, 'latin ')), Buffer.from([0xe4, 0xe2, 0x82, 0xff])]),
    'bytes',
  );
  execFileSync('mkfifo', [join(directory, 'fifo')]);
  execFileSync('setfattr', ['-n', 'user.note', '-v', 'kept', join(directory, 'file')]);
  utimesSync(join(directory, 'file'), 1_000_000_000, 1_000_000_000);
  utimesSync(join(directory, 'sparse'), 1_100_000_000, 1_100_000_000.5);
  utimesSync(join(directory, 'deep'), 1_200_000_000, 1_200_000_000);
}

/** What a file is, but for its place: of all below a directory, by its name as bytes. */
export function fingerprint(directory: string): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  const visit = (path: Buffer, name: string): void => {
    const stat = lstatSync(path, { bigint: true });
    const isFile = stat.isFile();
    result[name] = {
      mode: stat.mode.toString(8),
      owner: `${stat.uid}:${stat.gid}`,
      modified: stat.mtimeNs.toString(),
      ...(isFile && { size: stat.size.toString(), links: stat.nlink.toString() }),
      ...(isFile && { sha256: createHash('sha256').update(readFileSync(path)).digest('hex') }),
      ...(stat.isSymbolicLink() && { leadsTo: readlinkSync(path) }),
    };
    if (!stat.isDirectory()) return;
    for (const entry of readdirSync(path, { encoding: 'buffer' })) {
      visit(Buffer.concat([path, Buffer.from('/'), entry]), `${name}/${entry.toString('latin1')}`);
    }
  };
  visit(Buffer.from(directory), '');
  return result;
}

export function attributesOf(path: string): string {
  return execFileSync('getfattr', ['--only-values', '-n', 'user.note', path], { encoding: 'utf8', stdio: 'pipe' });
}
