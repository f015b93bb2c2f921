import { Injectable } from '@nestjs/common';
import type { ExecutionStatus, FleetSummary, VariableValues } from '@hyprbox/contracts';
import { DataSource, type SelectQueryBuilder } from 'typeorm';
import type { Transaction } from '../database/unit-of-work.js';
import { JobEntity } from './job.entity.js';

export interface JobRow {
  id: string;
  nodeId: string;
  preset: string;
  presetVersion: number;
  variables: VariableValues;
  createdBy: string | null;
  createdByName: string | null;
}

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
    return (await this.rows().where('job.id = :id', { id }).getRawOne<JobRow>()) ?? null;
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
    return query.getRawMany<JobRow>();
  }

  /** In all and of the last 24 hours. Asked of the executions alone: their kind tells which are jobs'. */
  async counts24h(): Promise<JobCounts> {
    const rows: { status: ExecutionStatus; count: string }[] = await this.dataSource.query(
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
