import { execFileSync } from 'node:child_process';
import { chown, copyFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually, temporaryDirectory, type TemporaryDirectory } from '@hyprbox/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EmbeddedPostgres } from './embedded/embedded-postgres.js';
import { migrateWhenReachable } from './migrate.js';

const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** A real PostgreSQL with a certificate of a CA of its own, for the name `localhost` and no other. */
describe('a database with TLS', () => {
  let directory: TemporaryDirectory;
  let postgres: EmbeddedPostgres;
  const file = (name: string): string => join(directory.path, name);
  const openssl = (...words: string[]): Buffer =>
    execFileSync('openssl', words, { cwd: directory.path, stdio: 'pipe' });

  beforeAll(async () => {
    directory = await temporaryDirectory({ mode: 0o711 });
    for (const name of ['ca', 'other']) {
      openssl('req', '-x509', ...curve, '-days', '2', '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', name);
    }
    openssl(
      'req',
      ...curve,
      '-subj',
      '/CN=db',
      '-addext',
      'subjectAltName=DNS:localhost',
      '-keyout',
      'key',
      '-out',
      'csr',
    );
    const signing = ['-CA', 'ca', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-copy_extensions', 'copy'];
    openssl('x509', '-req', '-in', 'csr', ...signing, '-out', 'cert');
    postgres = new EmbeddedPostgres({
      dataDir: file('data'),
      log: { info: () => undefined, warn: console.warn, error: console.error },
      systemDirectory: file('system'),
      settings: { fsync: 'off' },
    });
    await postgres.start();
  });
  afterAll(async () => {
    await postgres.stop();
    await directory.remove();
  });

  /** Both roles over TLS, so that the one which is wrong is the first. */
  function access(host: string, authority: string | null): { url: string; migrationUrl: string } {
    const by = (text: string): string => {
      const url = Object.assign(new URL(text), { hostname: host });
      url.searchParams.set('sslmode', 'verify-full');
      if (authority !== null) url.searchParams.set('sslrootcert', file(authority));
      return url.href;
    };
    return { url: by(postgres.url), migrationUrl: by(postgres.ownerUrl) };
  }
  const migrating = (...words: Parameters<typeof access>): Promise<unknown> =>
    migrateWhenReachable(access(...words), { warn: () => undefined }).catch((error: unknown) => error);

  it('is refused while it speaks none, and used once it does, by whoever trusts its CA and calls it by its name', async () => {
    expect(await migrating('localhost', 'ca')).toMatchObject({
      message: 'The database on localhost speaks no TLS, which HYPRBOX_DATABASE_URL asks for (sslmode).',
    });

    const cluster = join(file('data'), 'postgres');
    const { uid, gid } = await stat(cluster);
    for (const name of ['key', 'cert']) {
      await copyFile(file(name), join(cluster, name));
      await chown(join(cluster, name), uid, gid);
    }
    const client = new pg.Client({ connectionString: postgres.ownerUrl });
    await client.connect();
    await client.query(`ALTER SYSTEM SET ssl_key_file = 'key'`);
    await client.query(`ALTER SYSTEM SET ssl_cert_file = 'cert'`);
    await client.query('ALTER SYSTEM SET ssl = on');
    await client.query('SELECT pg_reload_conf()');
    await client.end();
    await eventually(async () => Array.isArray(await migrating('localhost', 'ca')));

    const encrypted = new pg.Client({ connectionString: access('localhost', 'ca').url });
    await encrypted.connect();
    const { rows } = await encrypted.query('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()');
    await encrypted.end();
    expect(rows).toEqual([{ ssl: true }]);
  });

  it.each([
    [
      'another CA',
      'localhost',
      'other',
      /certificate .* on localhost is not accepted \([^;]*\)\. Name the CA's .* sslrootcert/,
    ],
    [
      'no CA',
      'localhost',
      null,
      /certificate .* on localhost is not accepted \([^;]*\)\. Name the CA's .* sslrootcert/,
    ],
    [
      'another name',
      '127.0.0.1',
      'ca',
      /certificate .* on 127\.0\.0\.1 is not for that name .*\. Use one of its names/,
    ],
    ['a file that is not there', 'localhost', 'none', /HYPRBOX_DATABASE_URL can't be used \(ENOENT.*none/],
  ])('is refused by %s, in one line', async (_, host, authority, words) => {
    const refused = (await migrating(host, authority)) as Error;
    expect(refused.message).toMatch(words);
    expect(refused.message).not.toContain('\n');
  });
});
