import { Logger } from '@nestjs/common';
import { createTestDatabase, eventually, type TestDatabase } from '@hyprbox/testing';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { requestContext } from '../common/request-context.js';
import { createDataSource } from '../database/data-source.js';
import { databaseLimits } from '../database/database-limits.js';
import { ScheduledTasks, type TaskRound } from './scheduled-tasks.js';
import { ScheduledTasksRepository } from './scheduled-tasks.repository.js';

describe('ScheduledTasks', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  const replicas: ScheduledTasks[] = [];

  beforeAll(() => Logger.overrideLogger(false));

  beforeEach(async () => {
    database = await createTestDatabase(inject('postgres'));
    dataSource = await createDataSource(database.url).initialize();
  });

  afterEach(async () => {
    await Promise.all(replicas.splice(0).map((replica) => replica.beforeApplicationShutdown()));
    await dataSource.destroy();
    await database.drop();
  });

  function replica(): ScheduledTasks {
    const tasks = new ScheduledTasks(new ScheduledTasksRepository(dataSource));
    replicas.push(tasks);
    return tasks;
  }

  it('are done by one replica at a time', async () => {
    let running = 0;
    let most = 0;
    let rounds = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, ++running);
      await dataSource.query('SELECT pg_sleep(0.01)');
      running--;
      rounds++;
    };
    for (let i = 0; i < 4; i++) replica().start({ name: 'shared', everyMs: 5, work });
    await eventually(() => rounds >= 10);
    expect(most).toBe(1);
  });

  it('are not done again before their time, whichever replica asks', async () => {
    let rounds = 0;
    let probes = 0;
    const work = async (): Promise<void> => void rounds++;
    replica().start({ name: 'rare', everyMs: 60_000, work });
    await eventually(() => rounds === 1);
    await eventually(async () => (await dataSource.query('SELECT 1 FROM duties')).length === 1);
    replica().start({ name: 'rare', everyMs: 60_000, work });
    replica().start({ name: 'probe', everyMs: 5, work: async () => void probes++ });
    await eventually(() => probes >= 5);
    expect(rounds).toBe(1);
  });

  it('are no part of the request that wants them', async () => {
    const requests: unknown[] = [];
    const tasks = replica();
    const work = async (): Promise<void> => void requests.push(requestContext.getStore());
    tasks.start({ name: 'of nobody', everyMs: 60_000, work });
    await eventually(() => requests.length === 1);
    await eventually(() => {
      requestContext.run({} as FastifyRequest, () => tasks.hasten('of nobody', 0));
      return requests.length >= 2;
    });
    expect(new Set(requests)).toEqual(new Set([undefined]));
  });

  it('are done before their time when they are wanted, by whoever says so and by what they say themselves', async () => {
    let rounds = 0;
    const tasks = replica();
    const work = async (): Promise<number> => (++rounds < 3 ? 5 : 60_000);
    tasks.start({ name: 'wanted', everyMs: 60_000, work });
    await eventually(() => rounds === 3, { timeoutMs: 20_000 });
    await eventually(
      () => {
        tasks.hasten('wanted', 0);
        return rounds >= 4;
      },
      { timeoutMs: 20_000 },
    );
  });

  it('leave each other the connections that they work on, however many there are', async () => {
    const done = new Set<string>();
    const tasks = replica();
    const names = Array.from({ length: 2 * databaseLimits.connections }, (_each, index) => `task ${index}`);
    for (const name of names) {
      const work = async (): Promise<void> => {
        await dataSource.query('SELECT pg_sleep(0.01)');
        done.add(name);
      };
      tasks.start({ name, everyMs: 60_000, work });
    }
    // Whoever waits for a connection in vain gives up after that, and tries again.
    await eventually(() => done.size === names.length, { timeoutMs: databaseLimits.connectMs - 500 });
  });

  it('learn how long ago they were done', async () => {
    const given: TaskRound[] = [];
    replica().start({ name: 'timed', everyMs: 20, work: async (round) => void given.push(round) });
    await eventually(() => given.length >= 2);
    expect(given[0]?.sinceLastMs).toBeNull();
    expect(given[1]?.sinceLastMs).toBeGreaterThan(0);
  });

  it('go on after a failure, and after their connection is lost', async () => {
    let rounds = 0;
    replica().start({
      name: 'shaky',
      everyMs: 5,
      work: async () => {
        rounds++;
        if (rounds === 1) throw new Error('once');
        if (rounds === 2) {
          await dataSource.query(
            `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
          );
        }
      },
    });
    await eventually(() => rounds >= 4);
  });

  it('end at the shutdown: the round under way is told, and waited for', async () => {
    const tasks = new ScheduledTasks(new ScheduledTasksRepository(dataSource));
    let started = false;
    let ended = false;
    tasks.start({
      name: 'long',
      everyMs: 5,
      work: async ({ signal }) => {
        started = true;
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        ended = true;
      },
    });
    await eventually(() => started);
    await tasks.beforeApplicationShutdown();
    expect(ended).toBe(true);
  });
});
