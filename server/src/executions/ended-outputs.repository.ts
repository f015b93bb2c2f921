import { Injectable } from '@nestjs/common';
import { outputStreams, type OutputStream } from '@hyprbox/contracts';
import { nullable, oneOf, text, uuid } from '@hyprbox/contracts/schemas';
import { DataSource } from 'typeorm';
import { bigint, bytes, rawQuery, timestamp } from '../database/raw-query.js';
import { outputDay } from './output.repository.js';

const ended = rawQuery('endedOutputs.ended', {
  id: uuid,
  createdAt: timestamp,
  stdoutBytes: bigint,
  stderrBytes: bigint,
  stdoutKeptFrom: bigint,
  stderrKeptFrom: bigint,
});
const digests = rawQuery('endedOutputs.digests', { id: uuid, sha256: nullable(text) });
const beginnings = rawQuery('endedOutputs.beginnings', { id: uuid, stream: oneOf(outputStreams), bytes });

/** What an execution that has ended printed, and where the kept part of each stream begins. */
export interface EndedOutput {
  id: string;
  createdAt: Date;
  stdoutBytes: number;
  stderrBytes: number;
  stdoutKeptFrom: number;
  stderrKeptFrom: number;
}

/** One row for each output, with the day of its chunks. */
const outputsSql = 'unnest($1::uuid[], $2::date[], $3::bigint[], $4::bigint[]) AS x(id, day, stdout_from, stderr_from)';
/** Its chunks, each with where the kept part of its stream begins. */
const chunksSql = `execution_output c
  CROSS JOIN LATERAL (SELECT CASE c.stream WHEN 'stdout' THEN x.stdout_from ELSE x.stderr_from END AS kept_from) k
  WHERE c.day = x.day AND c.execution_id = x.id AND c.start_offset + octet_length(c.bytes) > k.kept_from`;
/** The part of a chunk that is kept. */
const keptSql = `substring(c.bytes FROM greatest(k.kept_from - c.start_offset, 0)::integer + 1`;

/** Reads output that is whole: nothing of it is to come. */
@Injectable()
export class EndedOutputsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Of those of the executions that began and have ended. */
  async ended(ids: readonly string[]): Promise<EndedOutput[]> {
    const rows = await ended.rows(
      this.dataSource,
      `SELECT id, created_at AS "createdAt", stdout_bytes AS "stdoutBytes", stderr_bytes AS "stderrBytes",
         stdout_kept_from AS "stdoutKeptFrom", stderr_kept_from AS "stderrKeptFrom"
       FROM executions WHERE id = ANY($1::uuid[]) AND started_at IS NOT NULL AND finished_at IS NOT NULL`,
      [ids],
    );
    return rows.map(({ id, createdAt, ...counts }) => ({
      id,
      createdAt,
      stdoutBytes: Number(counts.stdoutBytes),
      stderrBytes: Number(counts.stderrBytes),
      stdoutKeptFrom: Number(counts.stdoutKeptFrom),
      stderrKeptFrom: Number(counts.stderrKeptFrom),
    }));
  }

  /** The SHA-256 of what is kept of standard output and then of standard error; null where nothing is kept any more. */
  async digests(outputs: readonly EndedOutput[]): Promise<Map<string, string | null>> {
    const rows = await digests.rows(
      this.dataSource,
      `SELECT x.id, CASE WHEN o.bytes IS NULL AND x.printed THEN NULL
           ELSE encode(sha256(coalesce(o.bytes, ''::bytea)), 'hex') END AS sha256
       FROM (SELECT x.*, p.printed FROM ${outputsSql}
             JOIN unnest($1::uuid[], $5::boolean[]) AS p(id, printed) USING (id)) x
       CROSS JOIN LATERAL (
         SELECT string_agg(${keptSql}), ''::bytea ORDER BY c.stream DESC, c.start_offset) AS bytes FROM ${chunksSql}) o`,
      [...placesOf(outputs), outputs.map(({ stdoutBytes, stderrBytes }) => stdoutBytes + stderrBytes > 0)],
    );
    return new Map(rows.map(({ id, sha256 }) => [id, sha256]));
  }

  /** At most so many of the first bytes that are kept of each stream; nothing of a stream of which nothing is. */
  async beginnings(
    outputs: readonly EndedOutput[],
    maxBytes: number,
  ): Promise<{ id: string; stream: OutputStream; bytes: Buffer }[]> {
    return beginnings.rows(
      this.dataSource,
      `SELECT x.id, o.stream, o.bytes FROM ${outputsSql} CROSS JOIN LATERAL (
         SELECT c.stream, string_agg(
           ${keptSql} FOR (k.kept_from + $5 - greatest(c.start_offset, k.kept_from))::integer),
           ''::bytea ORDER BY c.start_offset) AS bytes
         FROM ${chunksSql} AND c.start_offset < k.kept_from + $5 GROUP BY c.stream) o`,
      [...placesOf(outputs), maxBytes],
    );
  }
}

function placesOf(outputs: readonly EndedOutput[]): unknown[] {
  return [
    outputs.map(({ id }) => id),
    outputs.map(({ createdAt }) => outputDay(createdAt)),
    outputs.map(({ stdoutKeptFrom }) => stdoutKeptFrom),
    outputs.map(({ stderrKeptFrom }) => stderrKeptFrom),
  ];
}
