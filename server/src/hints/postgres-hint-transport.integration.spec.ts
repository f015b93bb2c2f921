import { createTestDatabase, eventually, type TestDatabase } from '@hyprbox/testing';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import type { Hint } from './hint.js';
import { PostgresHintTransport } from './postgres-hint-transport.js';

describe('hints between replicas', () => {
  let database: TestDatabase;
  const started: PostgresHintTransport[] = [];

  async function replica(): Promise<{ transport: PostgresHintTransport; heard: Hint[] }> {
    const transport = new PostgresHintTransport(database.url);
    const heard: Hint[] = [];
    transport.receive((hint) => heard.push(hint));
    await transport.start();
    started.push(transport);
    return { transport, heard };
  }

  beforeEach(async () => {
    database = await createTestDatabase(inject('databaseAdminUrl'), inject('templateDatabase'));
  });

  afterEach(async () => {
    await Promise.all(started.splice(0).map((transport) => transport.stop()));
    await database.drop();
  });

  it('reach the others and not the sender', async () => {
    const [first, second] = [await replica(), await replica()];
    await eventually(() => {
      first.transport.send({ topic: 'work', nodeId: 'web-1' });
      return second.heard.length > 0;
    });
    expect(second.heard[0]).toEqual({ topic: 'work', nodeId: 'web-1' });
    second.transport.send({ topic: 'settings' });
    await eventually(() => first.heard.length > 0);
    expect(first.heard).toEqual([{ topic: 'settings' }]);
  });

  it('come through again after the connection was cut', async () => {
    const [first, second] = [await replica(), await replica()];
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'hyprbox-hints' AND datname = current_database()`,
    );
    await client.end();
    await eventually(
      () => {
        first.transport.send({ topic: 'work', nodeId: 'web-1' });
        return second.heard.length > 0;
      },
      { timeoutMs: 15_000, intervalMs: 200 },
    );
  });

  it('travel in as many messages as they need, however many there are', async () => {
    const [first, second] = [await replica(), await replica()];
    await eventually(() => {
      first.transport.send({ topic: 'settings' });
      return second.heard.length > 0;
    });
    second.heard.length = 0;
    const nodeIds = Array.from({ length: 2_000 }, (_, index) => `node-${index}`);
    for (const nodeId of nodeIds) first.transport.send({ topic: 'work', nodeId });
    await eventually(() => second.heard.length >= nodeIds.length);
    expect(second.heard.flatMap((hint) => (hint.topic === 'work' ? [hint.nodeId] : []))).toEqual(nodeIds);
  });
});
