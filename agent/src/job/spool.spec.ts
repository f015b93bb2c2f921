import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OutputStream } from '@hyprbox/contracts';
import { Spool, segmentBytes } from './spool.js';
import { SpoolReader } from './spool-reader.js';
import { recordHeaderBytes } from './spool-segment.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'hyprnode-spool-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function append(spool: Spool, stream: OutputStream, text: string): Promise<void> {
  return spool.append(stream, Buffer.concat([Buffer.alloc(recordHeaderBytes), Buffer.from(text)]));
}

async function readAll(reader: SpoolReader): Promise<string[]> {
  const pieces: string[] = [];
  for (let piece = await reader.peek(); piece !== null; piece = await reader.peek()) {
    pieces.push(`${piece.stream}@${piece.offset}:${piece.bytes.toString()}`);
    reader.consume(piece.bytes.length);
  }
  return pieces;
}

describe('Spool', () => {
  it('gives both streams back in the order in which they came, from any offset', async () => {
    const spool = Spool.empty(directory);
    await append(spool, 'stdout', 'abc');
    await append(spool, 'stderr', 'E');
    await append(spool, 'stdout', 'def');
    const reader = new SpoolReader(spool);
    reader.seek({ stdout: 2, stderr: 0 });
    expect(await readAll(reader)).toEqual(['stdout@2:c', 'stderr@0:E', 'stdout@3:def']);
    await append(spool, 'stderr', 'F');
    expect(await readAll(reader)).toEqual(['stderr@1:F']);
    await spool.close();
  });

  it('deletes segments as soon as the server has all of them', async () => {
    const spool = Spool.empty(directory);
    const piece = 'x'.repeat(60_000);
    while (spool.total.stdout < 3 * segmentBytes) await append(spool, 'stdout', piece);
    expect(readdirSync(directory)).toHaveLength(3);
    await spool.acknowledge({ stdout: spool.total.stdout, stderr: 0 });
    expect(readdirSync(directory)).toHaveLength(1);
    expect(spool.backlog).toBe(0);
    await spool.close();
  });

  it('is found again by the next run, with its order, offsets and what a crash cut short', async () => {
    const spool = Spool.empty(directory);
    const piece = 'x'.repeat(60_000);
    while (readdirSync(directory).length < 2) await append(spool, 'stdout', piece);
    await append(spool, 'stderr', 'E');
    await spool.acknowledge({ stdout: spool.total.stdout, stderr: 0 });
    const { total } = spool;
    await spool.close();
    const [last = ''] = readdirSync(directory).sort().slice(-1);
    // A record of ten bytes of which four were written.
    appendFileSync(join(directory, last), Buffer.from([2, 0, 0, 0, 10, ...Buffer.from('torn')]));

    const found = await Spool.open(directory);
    expect(found.total).toEqual({ stdout: total.stdout, stderr: total.stderr + 4 });
    const reader = new SpoolReader(found);
    reader.seek({ stdout: total.stdout, stderr: 0 });
    expect(await readAll(reader)).toEqual(['stderr@0:E', 'stderr@1:torn']);
    await found.close();
  });

  it('is drained when it has ended and the server has everything', async () => {
    const spool = Spool.empty(directory);
    await append(spool, 'stdout', 'abc');
    spool.end();
    expect(spool.drained).toBe(false);
    await spool.acknowledge({ stdout: 3, stderr: 0 });
    expect(spool.drained).toBe(true);
    await spool.close();
  });
});
