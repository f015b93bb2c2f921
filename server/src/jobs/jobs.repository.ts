import { Injectable } from '@nestjs/common';
import { executionStatuses, type ExecutionStatus, type FleetSummary, type VariableValues } from '@hyprbox/contracts';
import { nullable, oneOf, text, uuid } from '@hyprbox/contracts/schemas';
import { DataSource, type SelectQueryBuilder } from 'typeorm';
import { bigint, integer, json, rawQuery, type RowOf } from '../database/raw-query.js';
import type { Transaction } from '../database/unit-of-work.js';
import { JobEntity } from './job.entity.js';

const jobColumns = {
  id: uuid,
  nodeId: text,
  preset: text,
  presetVersion: integer,
  variables: json<VariableValues>(),
  createdBy: nullable(uuid),
  createdByName: nullable(text),
};
const find = rawQuery('jobs.find', jobColumns);
const page = rawQuery('jobs.page', jobColumns);
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

  async presetOf(tx: Transaction, id: string): Promise<string> {
    const { preset } = await tx.manager.findOneOrFail(JobEntity, { where: { id }, select: { id: true, preset: true } });
    return preset;
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

  /** In all and of the last 24 hours. Asked of the executions alone: their kind tells which are jobs'. */
  async counts24h(): Promise<JobCounts> {
    const rows = await counts24h.rows(
      this.dataSource,
      `SELECT status, count(*) AS count FROM executions WHERE kind = 'JOB' AND status IN ('QUEUED', 'RUNNING') GROUP BY 1
       UNION ALL
       SELECT status, count(*) FROM executions
       WHERE kind = 'JOB' AND status IN ('SUCCEEDED', 'FAILED') AND finished_at > now() - interval '24 hours' GROUP BY 1`,
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
      .addSelect('creator.name', 'createdByName');
  }
}
