import { Injectable } from '@nestjs/common';
import { executionStatuses, type ExecutionStatus, type FleetSummary, type VariableValues } from '@hyprbox/contracts';
import { flag, nullable, oneOf, text, uuid } from '@hyprbox/contracts/schemas';
import { DataSource, type SelectQueryBuilder } from 'typeorm';
import { bigint, integer, json, rawQuery, type RowOf } from '../database/raw-query.js';
import type { Transaction } from '../database/unit-of-work.js';
import { JobEntity } from './job.entity.js';
import type { AppliedPreset } from './job-words.js';

const jobColumns = {
  id: uuid,
  nodeId: text,
  preset: text,
  presetVersion: integer,
  variables: json<VariableValues>(),
  createdBy: nullable(uuid),
  createdByName: nullable(text),
  rolloutId: nullable(uuid),
  isTest: flag,
};
const find = rawQuery('jobs.find', jobColumns);
const page = rawQuery('jobs.page', jobColumns);
const appliedBy = rawQuery('jobs.appliedBy', { id: uuid, preset: text, isTest: flag });
const counts24h = rawQuery('jobs.counts24h', { status: oneOf(executionStatuses), count: bigint });

export type JobRow = RowOf<typeof find>;

export interface JobFilter {
  nodeId?: string;
  status?: ExecutionStatus;
  preset?: string;
  createdBy?: string;
  from?: string;
  to?: string;
}

export type JobCounts = FleetSummary['jobs'];

@Injectable()
export class JobsRepository {
  constructor(private readonly dataSource: DataSource) {}

  async insert(tx: Transaction, job: JobEntity): Promise<void> {
    await tx.manager.insert(JobEntity, job);
  }

  /** The same on many nodes. */
  async insertMany(
    tx: Transaction,
    { preset, presetVersion, variables, createdBy, rolloutId, isTest, createdAt }: Omit<JobEntity, 'id' | 'nodeId'>,
    jobs: readonly Pick<JobEntity, 'id' | 'nodeId'>[],
  ): Promise<void> {
    await tx.manager.query(
      `INSERT INTO jobs (id, node_id, preset, preset_version, variables, created_by, rollout_id, is_test, created_at)
       SELECT given.id, given.node_id, $3, $4, $5, $6, $7, $8, $9
       FROM unnest($1::uuid[], $2::text[]) AS given(id, node_id)`,
      [
        jobs.map(({ id }) => id),
        jobs.map(({ nodeId }) => nodeId),
        preset,
        presetVersion,
        variables,
        createdBy,
        rolloutId,
        isTest,
        createdAt,
      ],
    );
  }

  /** By the job's id. */
  async appliedBy(tx: Transaction, ids: readonly string[]): Promise<Map<string, AppliedPreset>> {
    if (ids.length === 0) return new Map();
    const sql = 'SELECT id, preset, is_test AS "isTest" FROM jobs WHERE id = ANY($1)';
    const rows = await appliedBy.rows(tx.manager, sql, [ids]);
    return new Map(rows.map(({ id, ...applied }) => [id, applied]));
  }

  async find(id: string): Promise<JobRow | null> {
    const [row] = find.described(await this.rows().where('job.id = :id', { id }).getRawMany());
    return row ?? null;
  }

  /** Newest first; ids are UUIDv7, so their order is that of their times. */
  async page(filter: JobFilter, beforeId: string | null, count: number): Promise<JobRow[]> {
    const query = this.rows().orderBy('job.id', 'DESC').limit(count);
    if (beforeId) query.andWhere('job.id < :beforeId', { beforeId });
    if (filter.nodeId) query.andWhere('job.node_id = :nodeId', filter);
    if (filter.preset) query.andWhere('job.preset = :preset', filter);
    if (filter.createdBy) query.andWhere('job.created_by = :createdBy', filter);
    if (filter.from) query.andWhere('job.created_at >= :from', { from: new Date(filter.from) });
    if (filter.to) query.andWhere('job.created_at < :to', { to: new Date(filter.to) });
    if (filter.status) {
      query
        .innerJoin('executions', 'execution', 'execution.id = job.id')
        .andWhere('execution.status = :status', filter);
    }
    return page.described(await query.getRawMany());
  }

  /**
   * In all and of the last 24 hours; of those that are over, without the test runs. Asked of the executions, whose kind
   * tells which are jobs', and of the few jobs that are tests.
   */
  async counts24h(): Promise<JobCounts> {
    const rows = await counts24h.rows(
      this.dataSource,
      `SELECT status, count(*) AS count FROM executions WHERE kind = 'JOB' AND status IN ('QUEUED', 'RUNNING') GROUP BY 1
       UNION ALL
       SELECT status, count(*) FROM executions
       WHERE kind = 'JOB' AND status IN ('SUCCEEDED', 'FAILED') AND finished_at > now() - interval '24 hours'
         AND id NOT IN (SELECT id FROM jobs WHERE is_test) GROUP BY 1`,
    );
    const count = (status: ExecutionStatus): number => Number(rows.find((row) => row.status === status)?.count ?? 0);
    return {
      queued: count('QUEUED'),
      running: count('RUNNING'),
      succeeded24h: count('SUCCEEDED'),
      failed24h: count('FAILED'),
    };
  }

  private rows(): SelectQueryBuilder<JobEntity> {
    return this.dataSource
      .createQueryBuilder(JobEntity, 'job')
      .leftJoin('users', 'creator', 'creator.id = job.created_by')
      .select('job.id', 'id')
      .addSelect('job.node_id', 'nodeId')
      .addSelect('job.preset', 'preset')
      .addSelect('job.preset_version', 'presetVersion')
      .addSelect('job.variables', 'variables')
      .addSelect('job.created_by', 'createdBy')
      .addSelect('creator.name', 'createdByName')
      .addSelect('job.rollout_id', 'rolloutId')
      .addSelect('job.is_test', 'isTest');
  }
}
