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

  it('leaves the local agent and the API documentation out in production', () => {
    expect(readEnvironment({ NODE_ENV: 'production' })).toMatchObject({ localAgent: false, enableDocs: false });
  });

  it('keeps a password as it is, spaces included', () => {
    const { admin } = readEnvironment({ HYPRBOX_ADMIN_EMAIL: 'A@b.c', HYPRBOX_ADMIN_PASSWORD: ' twelve chars ' });
    expect(admin).toEqual({ email: 'a@b.c', password: ' twelve chars ' });
  });
});
