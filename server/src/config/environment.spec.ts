import { describe, expect, it } from 'vitest';
import { InvalidEnvironmentError, readEnvironment } from './environment.js';

function faultsOf(env: Record<string, string>): string[] {
  try {
    readEnvironment(env);
    return [];
  } catch (error) {
    if (error instanceof InvalidEnvironmentError) return error.faults;
    throw error;
  }
}

describe('the environment', () => {
  it('needs nothing', () => {
    expect(readEnvironment({})).toMatchObject({ host: '127.0.0.1', port: 4000, databaseUrl: null, localAgent: true });
  });

  it('has every bad name reported at once, and never a value', () => {
    const faults = faultsOf({
      HYPRBOX_PORT: 'secret1',
      HYPRBOX_DATABASE_URL: 'mysql://secret2',
      HYPRBOX_JWT_SECRET: 'secret3',
      HYPRBOX_LOCAL_AGENT: 'secret4',
      HYPRBOX_ADMIN_PASSWORD: 'secret5',
      HYPRBOX_ADMIN_EMAIL: 'secret6',
    });
    expect(faults.map((fault) => fault.split(' ')[0]).sort()).toEqual([
      'HYPRBOX_ADMIN_EMAIL',
      'HYPRBOX_ADMIN_PASSWORD',
      'HYPRBOX_DATABASE_URL',
      'HYPRBOX_JWT_SECRET',
      'HYPRBOX_LOCAL_AGENT',
      'HYPRBOX_PORT',
    ]);
    expect(faults.join()).not.toContain('secret');
  });

  it('is stricter in production', () => {
    const faults = faultsOf({
      NODE_ENV: 'production',
      HYPRBOX_DATABASE_URL: 'postgresql://db/hyprbox',
      HYPRBOX_REQUIRE_NODE_TOKEN: 'false',
    });
    expect(faults).toEqual([
      'HYPRBOX_REQUIRE_NODE_TOKEN cannot be false in production',
      'HYPRBOX_JWT_SECRET is required in production with an external database',
    ]);
  });

  it('names a role for migrations beside the one of the server, and never alone', () => {
    const HYPRBOX_MIGRATION_DATABASE_URL = 'postgresql://owner@db/hyprbox';
    const both = readEnvironment({ HYPRBOX_DATABASE_URL: 'postgresql://db/hyprbox', HYPRBOX_MIGRATION_DATABASE_URL });
    expect(both.migrationDatabaseUrl).toBe(HYPRBOX_MIGRATION_DATABASE_URL);
    expect(faultsOf({ HYPRBOX_MIGRATION_DATABASE_URL })).toEqual([
      'HYPRBOX_MIGRATION_DATABASE_URL needs HYPRBOX_DATABASE_URL, for the server itself',
    ]);
    expect(faultsOf({ HYPRBOX_MIGRATION_DATABASE_URL: 'mysql://db', HYPRBOX_DATABASE_URL: 'mysql://db' })).toHaveLength(
      2,
    );
  });

  it('trusts proxies by their addresses alone, and in production never just any', () => {
    const trust = (HYPRBOX_TRUST_PROXY: string) => readEnvironment({ HYPRBOX_TRUST_PROXY }).trustProxy;
    expect(trust('127.0.0.1, fd00::/8')).toEqual(['127.0.0.1', 'fd00::/8']);
    expect(trust('true')).toBe(true);
    for (const text of ['proxy', '10.0.0.0/33', '127.0.0.1,', '1.2.3.4:80']) {
      expect(faultsOf({ HYPRBOX_TRUST_PROXY: text })).toHaveLength(1);
    }
    const [fault] = faultsOf({ NODE_ENV: 'production', HYPRBOX_TRUST_PROXY: 'true' });
    expect(fault).toContain('such as 127.0.0.1, 10.0.0.0/8');
  });

  it('takes the address that people open with a path, and nothing else', () => {
    const url = (HYPRBOX_PUBLIC_URL: string) => readEnvironment({ HYPRBOX_PUBLIC_URL }).publicUrl?.href;
    expect(url('https://Ops.example.com')).toBe('https://ops.example.com/');
    expect(url('http://127.0.0.1:8080/tools/hyprbox')).toBe('http://127.0.0.1:8080/tools/hyprbox/');
    const bad = [
      'ops.example.com',
      'ftp://ops',
      'https://a@b',
      'https://a/?b',
      'https://a/#b',
      'https://a/%20',
      'https://a/api',
    ];
    for (const HYPRBOX_PUBLIC_URL of bad) expect(faultsOf({ HYPRBOX_PUBLIC_URL })).toHaveLength(1);
    expect(faultsOf({ HYPRBOX_ALLOWED_HOSTS: 'a.example, http://b' })).toHaveLength(1);
  });

  it('takes keys of 32 bytes, the one in use first, and networks', () => {
    const [one, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    const HYPRBOX_SECRETS_KEY = `${one.toString('base64')}, ${other.toString('base64')}`;
    expect(readEnvironment({ HYPRBOX_SECRETS_KEY }).secretsKeys).toEqual([one, other]);
    expect(readEnvironment({}).secretsKeys).toBeNull();
    for (const bad of ['secret', Buffer.alloc(31).toString('base64'), `${one.toString('base64')},`]) {
      const faults = faultsOf({ HYPRBOX_SECRETS_KEY: bad });
      expect(faults).toHaveLength(1);
      expect(faults.join()).not.toContain(bad);
    }
    const egress = { HYPRBOX_EGRESS_ALLOW: '127.0.0.1, fd00::/8', HYPRBOX_EGRESS_DENY: '10.0.0.0/8' };
    expect(readEnvironment(egress).egress).toEqual({ allow: ['127.0.0.1', 'fd00::/8'], deny: ['10.0.0.0/8'] });
    expect(faultsOf({ HYPRBOX_EGRESS_ALLOW: 'localhost' })).toHaveLength(1);
  });

  it('takes an address for the dead man’s switch, and nothing else', () => {
    const url = 'https://hc.example.com/ping/0b2d?create=1';
    expect(readEnvironment({ HYPRBOX_DEADMAN_URL: url }).deadManUrl?.href).toBe(url);
    expect(readEnvironment({}).deadManUrl).toBeNull();
    const bad = ['hc.example.com', 'ftp://hc.example.com', 'https://user@hc.example.com', 'https://', 'file:///etc'];
    for (const HYPRBOX_DEADMAN_URL of bad) expect(faultsOf({ HYPRBOX_DEADMAN_URL })).toHaveLength(1);
  });

  it('leaves the local agent and the API documentation out in production', () => {
    expect(readEnvironment({ NODE_ENV: 'production' })).toMatchObject({ localAgent: false, enableDocs: false });
  });

  it('is refused with settings that nobody reads, naming the nearest that there is', () => {
    expect(
      faultsOf({ HYPRBOX_DATABSE_URL: 'postgresql://secret', HYPRBOX_PROT: '1', HYPRBOX_XYZ_QUUX_FROB: '1' }),
    ).toEqual([
      'HYPRBOX_DATABSE_URL is not a setting; did you mean HYPRBOX_DATABASE_URL?',
      'HYPRBOX_PROT is not a setting; did you mean HYPRBOX_PORT?',
      'HYPRBOX_XYZ_QUUX_FROB is not a setting',
    ]);
  });

  it('may hold the settings of the other programs, and what Kubernetes sets for a service', () => {
    expect(
      faultsOf({
        HYPRBOX_API_URL: 'https://hyprbox.example.com',
        HYPRBOX_NODE_TOKEN_FILE: '/etc/hyprnode.token',
        HYPRBOX_CHROMIUM: '/usr/bin/chromium',
        HYPRBOX_SERVICE_HOST: '10.0.0.1',
        HYPRBOX_DB_PORT: 'tcp://10.0.0.2:5432',
        HYPRBOX_DB_PORT_5432_TCP_ADDR: '10.0.0.2',
      }),
    ).toEqual([]);
    expect(faultsOf({ HYPRBOX_DB_PORT: '5432' })).toHaveLength(1);
  });

  it.each(['', 'development', 'test', 'production'])('may be in the mode "%s"', (mode) => {
    expect(readEnvironment({ NODE_ENV: mode }).production).toBe(mode === 'production');
  });

  it.each(['Production', 'prod', 'staging'])('is not in the mode "%s"', (mode) => {
    expect(faultsOf({ NODE_ENV: mode })).toEqual(['NODE_ENV must be empty or one of development, test, production']);
  });

  it.each([
    'a'.repeat(48),
    'ab'.repeat(24),
    '0123456789'.repeat(4),
    'changeme-changeme-and-some-further-text',
    'your-secret-goes-into-this-place-1234567890',
  ])('takes no secret that is guessed: %s', (guessed) => {
    expect(faultsOf({ HYPRBOX_JWT_SECRET: guessed })[0]).toContain('HYPRBOX_JWT_SECRET must be at least 32 characters');
    expect(faultsOf({ HYPRBOX_METRICS_TOKEN: guessed })[0]).toContain('HYPRBOX_METRICS_TOKEN must be at least 16');
  });

  it.each([
    'only for tests, and long enough for them',
    '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  ])('takes the secret %s', (secret) => {
    expect(faultsOf({ HYPRBOX_JWT_SECRET: secret, HYPRBOX_METRICS_TOKEN: secret })).toEqual([]);
  });

  it('keeps a password as it is, spaces included', () => {
    const { admin } = readEnvironment({ HYPRBOX_ADMIN_EMAIL: 'A@b.c', HYPRBOX_ADMIN_PASSWORD: ' twelve chars ' });
    expect(admin).toEqual({ email: 'a@b.c', password: ' twelve chars ' });
  });
});
