import { execFileSync } from 'node:child_process';
import { createCipheriv, createHash } from 'node:crypto';
import {
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { chmod, chown, link, mkdir, open, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const isRoot = process.getuid?.() === 0;

/** Makes one of everything that a backup has to bring back. */
export async function makeOddTree(root: string): Promise<void> {
  await mkdir(join(root, 'empty directory'), { recursive: true });
  await mkdir(join(root, 'etc/ssl/private'), { recursive: true });
  await writeFile(join(root, 'etc/hosts'), '127.0.0.1 localhost\n');
  await writeFile(join(root, 'etc/ssl/private/key.pem'), 'not a real key\n', { mode: 0o600 });
  await writeFile(join(root, 'etc/empty'), '');
  await writeFile(join(root, '-rf'), 'a name like an option\n');
  await writeFile(join(root, 'line\nbreak \u00e4\u{1f600} $(id) "quoted"'), 'an odd name\n');
  await writeFile(join(root, 'setuid'), '#!/bin/true\n');
  await chmod(join(root, 'setuid'), 0o4755);
  await chmod(join(root, 'etc/ssl/private'), 0o710);
  await symlink('../etc/hosts', join(root, 'etc/link'));
  await symlink('/nowhere/at all', join(root, 'dangling'));
  await link(join(root, 'etc/hosts'), join(root, 'hard link'));
  writeRandom(join(root, 'random.bin'), 3 * 1024 * 1024 + 7);
  const sparse = await open(join(root, 'sparse.img'), 'w');
  await sparse.write('begin', 0);
  await sparse.write('end', 64 * 1024 * 1024);
  await sparse.close();
  execFileSync('setfattr', ['-n', 'user.comment', '-v', 'kept', join(root, 'etc/hosts')]);
  if (isRoot) await chown(join(root, 'random.bin'), 1234, 5678);
  await utimes(join(root, 'etc/hosts'), 1_000_000_000, 1_000_000_000.25);
}

/** Bytes that no compression or deduplication makes fewer, and that are the same each time. */
export function writeRandom(path: string, bytes: number, seed = 0): void {
  const zeros = Buffer.alloc(1024 * 1024);
  const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16, seed), Buffer.alloc(16));
  const file = openSync(path, 'w');
  for (let left = bytes; left > 0; left -= zeros.length)
    writeSync(file, cipher.update(left >= zeros.length ? zeros : zeros.subarray(0, left)));
  closeSync(file);
}

export function writeSmallFiles(root: string, count: number): void {
  const perDirectory = 250;
  for (let number = 0; number < count; number += 1) {
    const directory = join(root, `d${Math.floor(number / perDirectory)}`);
    if (number % perDirectory === 0) mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, `f${number}`), `content of file ${number}\n`);
  }
}

/**
 * Each path below `root` and all that has to be the same again: type, mode, owner, time, content, attributes, holes. It waits
 * for each file: fifty thousand promises are more work than to read what they are for.
 */
export function fingerprint(root: string): Map<string, string> {
  const prints = new Map<string, string>();
  const attributes = extendedAttributes(root);
  function walk(path: string): void {
    for (const name of readdirSync(join(root, path)).sort()) visit(path === '' ? name : `${path}/${name}`);
  }
  function visit(path: string): void {
    const full = join(root, path);
    const stat = lstatSync(full);
    const owner = `${stat.uid}:${stat.gid} ${(stat.mode & 0o7777).toString(8)}`;
    if (stat.isDirectory()) {
      prints.set(path, `directory ${owner}`);
      walk(path);
    } else if (stat.isSymbolicLink()) {
      prints.set(path, `link to ${readlinkSync(full)}`);
    } else {
      const holes = stat.size > 1024 * 1024 && stat.blocks * 512 < stat.size / 2 ? ' sparse' : '';
      const content = `${stat.size} ${sha256Of(full)} links ${stat.nlink}`;
      prints.set(path, `file ${owner} ${stat.mtime.toISOString()} ${content}${holes} ${attributes.get(path) ?? ''}`);
    }
  }
  walk('');
  return prints;
}

const readBuffer = Buffer.alloc(1024 * 1024);

function sha256Of(path: string): string {
  const hash = createHash('sha256');
  const file = openSync(path, 'r');
  for (let read = readSync(file, readBuffer); read > 0; read = readSync(file, readBuffer))
    hash.update(readBuffer.subarray(0, read));
  closeSync(file);
  return hash.digest('hex');
}

/** Of the files that have some, as `getfattr` prints them. */
function extendedAttributes(root: string): Map<string, string> {
  const dump = execFileSync('getfattr', ['--recursive', '--physical', '--no-dereference', '--dump', '.'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const found = new Map<string, string>();
  for (const block of dump.split('\n\n')) {
    const match = /^# file: (.*)\n([^]*)$/.exec(block.trim());
    if (match?.[1] !== undefined && match[2] !== undefined) found.set(match[1], match[2]);
  }
  return found;
}
