import { createTestDatabase, eventually, type TestDatabase } from '@hyprbox/testing';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import type { Notification } from '../notifications/notification.js';
import { PostgresNotificationTransport } from './postgres-notification-transport.js';

describe('notifications between replicas', () => {
  let database: TestDatabase;
  const started: PostgresNotificationTransport[] = [];

  async function replica(): Promise<{ transport: PostgresNotificationTransport; heard: Notification[] }> {
    const transport = new PostgresNotificationTransport(database.url);
    const heard: Notification[] = [];
    transport.receive((notification) => heard.push(notification));
    await transport.start();
    started.push(transport);
    return { transport, heard };
  }

  async function cutConnections(): Promise<void> {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'hyprbox-notifications' AND datname = current_database()`,
    );
    await client.end();
  }

  beforeEach(async () => {
    database = await createTestDatabase(inject('postgres'));
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
    await cutConnections();
    await eventually(
      () => {
        first.transport.send({ topic: 'work', nodeId: 'web-1' });
        return second.heard.length > 0;
      },
      { timeoutMs: 15_000, intervalMs: 200 },
    );
  });

  it('are taken for missed, by whoever was cut off, from then on', async () => {
    const [first, second] = [await replica(), await replica()];
    await eventually(() => {
      first.transport.send({ topic: 'settings' });
      return second.heard.length > 0;
    });
    await cutConnections();
    await eventually(() => second.heard.some(({ topic }) => topic === 'missed'));
    await eventually(() => first.heard.some(({ topic }) => topic === 'missed'));
  });

  it('wait for the connection, and come through once it is there again', async () => {
    const [first, second] = [await replica(), await replica()];
    await eventually(() => {
      first.transport.send({ topic: 'settings' });
      return second.heard.length > 0;
    });
    await cutConnections();
    await eventually(() => second.heard.some(({ topic }) => topic === 'missed'));
    for (let index = 0; index < 10; index++) first.transport.send({ topic: 'work', nodeId: `node-${index}` });
    await eventually(() => second.heard.filter(({ topic }) => topic === 'work').length >= 10);
  });

  it('are all sent before the end', async () => {
    const [first, second] = [await replica(), await replica()];
    await eventually(() => {
      first.transport.send({ topic: 'settings' });
      return second.heard.length > 0;
    });
    const nodeIds = Array.from({ length: 2_000 }, (_, index) => `node-${index}`);
    for (const nodeId of nodeIds) first.transport.send({ topic: 'work', nodeId });
    await first.transport.stop();
    await eventually(() =>
      second.heard.some((notification) => notification.topic === 'work' && notification.nodeId === nodeIds.at(-1)),
    );
    expect(
      second.heard.flatMap((notification) => (notification.topic === 'work' ? [notification.nodeId] : [])),
    ).toEqual(nodeIds);
  });

  it('are told to be lost where one is too large to be sent', async () => {
    const [first, second] = [await replica(), await replica()];
    await eventually(() => {
      first.transport.send({ topic: 'settings' });
      return second.heard.length > 0;
    });
    first.transport.send({ topic: 'work', nodeId: 'x'.repeat(9_000) });
    await eventually(() => second.heard.some(({ topic }) => topic === 'missed'));
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
    expect(
      second.heard.flatMap((notification) => (notification.topic === 'work' ? [notification.nodeId] : [])),
    ).toEqual(nodeIds);
  });
});
