import { aHeartbeat } from '@hyprbox/testing';
import { describe, expect, it } from 'vitest';
import type { HeartbeatOutcome, HeartbeatCommit } from './heartbeat-commit.js';
import { heartbeatLimits } from './heartbeat-limits.js';
import { readHeartbeat, type ReadHeartbeat } from './heartbeat-validation.js';
import { HeartbeatWriter } from './heartbeat-writer.js';
import { TooManyHeartbeatsError } from './nodes.errors.js';

type Write = (heartbeats: readonly ReadHeartbeat[]) => Promise<Map<string, HeartbeatOutcome>>;

const beat = (nodeId: string): ReadHeartbeat => readHeartbeat(aHeartbeat({ nodeId }));
const writtenAll: Write = async (heartbeats) => new Map(heartbeats.map(({ nodeId }) => [nodeId, 'written']));

function writerWith(write: Write): { writer: HeartbeatWriter; batches: string[][] } {
  const batches: string[][] = [];
  const commit: Pick<HeartbeatCommit, 'write'> = {
    write: (heartbeats) => {
      batches.push(heartbeats.map(({ nodeId }) => nodeId));
      return write(heartbeats);
    },
  };
  // The writer calls nothing else of it.
  return { writer: new HeartbeatWriter(commit as HeartbeatCommit), batches };
}

describe('HeartbeatWriter', () => {
  it('writes together what comes together, and what comes meanwhile in the next batch', async () => {
    const commits: (() => void)[] = [];
    const { writer, batches } = writerWith(async (heartbeats) => {
      await new Promise<void>((resolve) => commits.push(resolve));
      return writtenAll(heartbeats);
    });
    const first = ['a', 'b', 'c'].map((id) => writer.write(beat(id)));
    await expect.poll(() => commits.length).toBe(1);
    const second = ['d', 'e'].map((id) => writer.write(beat(id)));
    commits[0]?.();
    expect(await Promise.all(first)).toEqual(['written', 'written', 'written']);
    await expect.poll(() => commits.length).toBe(2);
    commits[1]?.();
    await Promise.all(second);
    expect(batches).toEqual([
      ['a', 'b', 'c'],
      ['d', 'e'],
    ]);
  });

  it('acknowledges nothing before the commit', async () => {
    const commit = Promise.withResolvers<void>();
    const { writer, batches } = writerWith(async (heartbeats) => {
      await commit.promise;
      return writtenAll(heartbeats);
    });
    let acknowledged = false;
    const answer = writer.write(beat('a')).then(() => (acknowledged = true));
    await expect.poll(() => batches.length).toBe(1);
    expect(acknowledged).toBe(false);
    commit.resolve();
    await answer;
  });

  it('fails only the heartbeat that can not be written', async () => {
    const { writer } = writerWith(async (heartbeats) => {
      if (heartbeats.some(({ nodeId }) => nodeId === 'bad')) throw new Error('not to be stored');
      return writtenAll(heartbeats);
    });
    const answers = await Promise.allSettled(['a', 'b', 'bad', 'c', 'd'].map((id) => writer.write(beat(id))));
    expect(answers.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ]);
  });

  it('fails all of a batch at once while the database is away, and goes on when it is back', async () => {
    let away = true;
    const { writer, batches } = writerWith(async (heartbeats) => {
      if (away) throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
      return writtenAll(heartbeats);
    });
    const answers = await Promise.allSettled(['a', 'b', 'c'].map((id) => writer.write(beat(id))));
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(batches).toHaveLength(1);
    away = false;
    expect(await writer.write(beat('a'))).toBe('written');
  });

  it('holds a bounded number of heartbeats and refuses more at once', async () => {
    const commit = Promise.withResolvers<void>();
    const { writer, batches } = writerWith(async (heartbeats) => {
      await commit.promise;
      return writtenAll(heartbeats);
    });
    const first = writer.write(beat('first'));
    await expect.poll(() => batches.length).toBe(1);
    const one = beat('a');
    const waiting = Array.from({ length: heartbeatLimits.waitingRequests }, () => writer.write(one));
    expect(() => writer.write(one)).toThrow(TooManyHeartbeatsError);
    commit.resolve();
    await Promise.all([first, ...waiting]);
    expect(Math.max(...batches.map(({ length }) => length))).toBe(heartbeatLimits.batchRequests);
  });
});
