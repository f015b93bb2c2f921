import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { secretOfFile } from '@hyprbox/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scriptEnvironment } from '../job/environment.js';
import { resolveSecrets } from '../job/secret-refs.js';
import { backupOf } from './testing/backup-orders.js';
import { BackupWorld } from './testing/backup-world.js';

let world: BackupWorld;
let file: string;

beforeEach(() => {
  world = new BackupWorld();
  file = world.path('password');
  writeFileSync(join(world.source, 'file'), 'content');
});
afterEach(() => world.end());

async function passwordIs(content: Buffer): Promise<void> {
  writeFileSync(file, content);
  const references = { HYPRBOX_SECRET_VAULT__RESTIC_PASSWORD: `file:${file}` };
  world.environment = await resolveSecrets(references, { environment: {}, closed: [] });
}

function restic(password: Record<string, string>, ...words: string[]): string {
  const env = {
    ...scriptEnvironment(process.env, process.env.PATH ?? ''),
    RESTIC_REPOSITORY: world.repository,
    ...password,
  };
  return execFileSync('restic', ['--no-cache', ...words], { env, encoding: 'utf8', stdio: 'pipe' });
}

/** As docs/backups.md says it is done. */
function addRightKey(): void {
  const docs = readFileSync(new URL('../../../docs/backups.md', import.meta.url), 'utf8');
  const script = /\*\*Password files\.\*\*[^]*?```sh\n([^]*?)```/.exec(docs)?.[1] ?? '';
  const here = script.replaceAll('/etc/restic.pass', file).replaceAll('/srv/restic', world.repository);
  execFileSync('bash', ['-euc', here], { stdio: 'pipe' });
}

const warned = (): boolean => world.said.some((line) => line.includes('does not open with its password file'));

const files: [string, Buffer][] = [
  ['a line', Buffer.from('two words\n')],
  ['a blank at its end', Buffer.from('secret \n')],
  ['several newlines', Buffer.from('secret\n\n\n')],
  ['newlines of Windows', Buffer.from('secret\r\n\r\n')],
  ['blanks before it', Buffer.from('\t secret')],
  ['a byte order mark', Buffer.from('\ufeffsecret\n')],
  ['UTF-16, little end first', Buffer.from('\ufeffsecr\u00e9t\r\n', 'utf16le')],
  ['UTF-16, big end first', Buffer.from('\ufeffsecr\u00e9t\r\n', 'utf16le').swap16()],
  ['blanks that only Unicode knows', Buffer.from('\u00a0secret\u2028\u0085')],
  ['Latin-1', Buffer.from('p\u00e4ssword\n', 'latin1')],
];

describe('a password file', { timeout: 120_000 }, () => {
  it.each(files)('with %s opens for restic what the agent made, and the other way round', async (_, content) => {
    await passwordIs(content);
    expect((await world.perform(backupOf([world.source]))).fault).toBeNull();
    expect(JSON.parse(restic({ RESTIC_PASSWORD_FILE: file }, 'snapshots', '--json'))).toHaveLength(1);
    const elsewhere = world.path('by-restic');
    restic({ RESTIC_PASSWORD_FILE: file, RESTIC_REPOSITORY: elsewhere }, 'init');
    const known = { repository: elsewhere, initialize: false };
    expect((await world.perform({ operation: 'SNAPSHOTS' }, known)).fault).toBeNull();
    expect(warned()).toBe(false);
  });

  it.each(files.slice(1, 6))('with %s opens what was made with the old reading, and says so', async (_, content) => {
    await passwordIs(content);
    mkdirSync(world.repository);
    restic({ RESTIC_PASSWORD: secretOfFile(content.toString()) }, 'init');
    const result = await world.perform(backupOf([world.source]));
    expect([result.fault, result.snapshots?.length, warned()]).toEqual([null, 1, true]);
    addRightKey();
    world.said.length = 0;
    expect((await world.perform({ operation: 'SNAPSHOTS' })).snapshots).toHaveLength(1);
    expect(warned()).toBe(false);
  });

  it('that opens it by no reading is a wrong password', async () => {
    await passwordIs(Buffer.from('wrong \n'));
    restic({ RESTIC_PASSWORD: 'right' }, 'init');
    expect((await world.perform(backupOf([world.source]))).fault).toBe('WRONG_PASSWORD');
  });
});
