import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { limits, outputStreams, type OutputStream } from '@hyprbox/contracts';
import { listOf, oneOf, uuid } from '@hyprbox/contracts/schemas';
import { bigint, bytes, rawQuery, type RowOf } from '../database/raw-query.js';
import type { Transaction } from '../database/unit-of-work.js';
import type { StoredChunk } from './output-assembly.js';

const chunkColumns = { seq: bigint, stream: oneOf(outputStreams), start_offset: bigint, bytes };
const readFrom = rawQuery('output.readFrom', chunkColumns);
const readStream = rawQuery('output.readStream', chunkColumns);
const readBackwards = rawQuery('output.readBackwards', chunkColumns);
const readNewest = rawQuery('output.readNewest', { id: uuid, start: bigint, bytes: listOf(bytes) });

/** A page ends with the chunk that makes it this long, so that a slow reader holds little more than one chunk. */
export const pageBytes = 64 * 1024;
/** Chunks of a page; a job that writes little at a time has short ones. */
const pageChunks = 64;

/** The lengths are known without reading the bytes themselves, so only those of the page are. */
function pageSql(condition: string): string {
  return `SELECT seq, stream, start_offset, bytes FROM (
      SELECT seq, stream, start_offset, bytes, sum(octet_length(bytes)) OVER (ORDER BY seq) AS upto FROM (
        SELECT seq, stream, start_offset, bytes FROM execution_output WHERE ${condition} ORDER BY seq LIMIT ${pageChunks}
      ) chunk) page
    WHERE upto - octet_length(bytes) < ${pageBytes} ORDER BY seq`;
}

/** The partition of an execution's output: the UTC day that it was queued. */
export function outputDay(createdAt: Date): string {
  return createdAt.toISOString().slice(0, 10);
}

/** Chunks of output, append-only; what lies before the kept part leaves by whole chunks. */
@Injectable()
export class OutputRepository {
  constructor(private readonly dataSource: DataSource) {}

  async append(tx: Transaction, day: string, executionId: string, chunks: readonly StoredChunk[]): Promise<void> {
    if (chunks.length === 0) return;
    await tx.manager.query(
      `INSERT INTO execution_output (day, execution_id, seq, stream, start_offset, bytes)
       SELECT $1, $2, * FROM unnest($3::bigint[], $4::text[], $5::bigint[], $6::bytea[])`,
      [
        day,
        executionId,
        chunks.map(({ seq }) => seq),
        chunks.map(({ stream }) => stream),
        chunks.map(({ offset }) => offset),
        chunks.map(({ bytes }) => bytes),
      ],
    );
  }

  /** Drops the chunks of a stream that end at or before `offset`. */
  async dropBefore(
    tx: Transaction,
    day: string,
    executionId: string,
    stream: OutputStream,
    offset: number,
  ): Promise<void> {
    await tx.manager.query(
      `DELETE FROM execution_output WHERE day = $1 AND execution_id = $2 AND stream = $3
         AND start_offset + octet_length(bytes) <= $4`,
      [day, executionId, stream, offset],
    );
  }

  /** The chunks of both streams from a place on, in the order in which they were read on the node; a page of them. */
  async readFrom(day: string, executionId: string, seq: number): Promise<StoredChunk[]> {
    // A chunk that `seq` lies inside began at most one chunk's length earlier.
    const rows = await readFrom.rows(
      this.dataSource,
      pageSql('day = $1 AND execution_id = $2 AND seq > $3 AND seq + octet_length(bytes) > $4'),
      [day, executionId, seq - limits.outputChunkBytes, seq],
    );
    return rows.map(toChunk);
  }

  /** The chunks of one stream that reach beyond `offset`, in order; a page of them. */
  async readStream(day: string, executionId: string, stream: OutputStream, offset: number): Promise<StoredChunk[]> {
    // A chunk's `seq` counts both streams, so it is never less than its own offset: the index narrows the search.
    const rows = await readStream.rows(
      this.dataSource,
      pageSql(`day = $1 AND execution_id = $2 AND stream = $3 AND seq > $4
        AND start_offset + octet_length(bytes) > $5`),
      [day, executionId, stream, offset - limits.outputChunkBytes, offset],
    );
    return rows.map(toChunk);
  }

  /** The chunks of one stream before `end`, the last one first; in the transaction, which needs no second connection. */
  async readBackwards(
    tx: Transaction,
    day: string,
    executionId: string,
    stream: OutputStream,
    end: number,
    maxChunks: number,
  ): Promise<StoredChunk[]> {
    const rows = await readBackwards.rows(
      tx.manager,
      `SELECT seq, stream, start_offset, bytes FROM execution_output
       WHERE day = $1 AND execution_id = $2 AND stream = $3 AND start_offset < $4 ORDER BY seq DESC LIMIT $5`,
      [day, executionId, stream, end, maxChunks],
    );
    return rows.map(toChunk);
  }

  /** The bytes of the last chunks of one stream of each execution, and where they begin in it. */
  async readNewest(
    places: readonly { id: string; day: string }[],
    stream: OutputStream,
    chunks: number,
  ): Promise<Map<string, { offset: number; bytes: Buffer }>> {
    const rows = await readNewest.rows(
      this.dataSource,
      `SELECT x.id, min(c.start_offset) AS start, array_agg(c.bytes ORDER BY c.seq) AS bytes
       FROM unnest($1::date[], $2::uuid[]) AS x(day, id) CROSS JOIN LATERAL (
         SELECT seq, start_offset, bytes FROM execution_output o
         WHERE o.day = x.day AND o.execution_id = x.id AND o.stream = $3 ORDER BY seq DESC LIMIT $4) c
       GROUP BY x.id`,
      [places.map(({ day }) => day), places.map(({ id }) => id), stream, chunks],
    );
    return new Map(rows.map(({ id, start, bytes }) => [id, { offset: Number(start), bytes: Buffer.concat(bytes) }]));
  }
}

function toChunk({ seq, stream, start_offset, bytes }: RowOf<typeof readFrom>): StoredChunk {
  return { seq: Number(seq), stream, offset: Number(start_offset), bytes };
}
