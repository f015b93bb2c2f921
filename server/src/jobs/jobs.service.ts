import { Injectable } from '@nestjs/common';
import type { Job, JobSummary, Page } from '@hyprbox/contracts';
import type { Execution } from '../executions/execution.js';
import { ExecutionsService } from '../executions/executions.service.js';
import { OutputReader } from '../executions/output-reader.js';
import { pageOf } from '../common/cursor.js';
import { NotFoundError } from '../common/domain-error.js';
import { idFrom } from '../common/id-cursor.js';
import { isUuid } from '../common/uuid.js';
import { toJob, toJobSummary } from './jobs.mapper.js';
import { JobsRepository, type JobCounts, type JobFilter, type JobRow } from './jobs.repository.js';

/** Reading jobs. */
@Injectable()
export class JobsService {
  constructor(
    private readonly repository: JobsRepository,
    private readonly executions: ExecutionsService,
    private readonly output: OutputReader,
  ) {}

  async get(id: string): Promise<Job> {
    const { job, execution } = await this.find(id);
    const [stdout, stderr] = await Promise.all([
      this.output.tail(execution, 'stdout'),
      this.output.tail(execution, 'stderr'),
    ]);
    return toJob(this.summary(job, execution), execution, { stdout, stderr });
  }

  async list(filter: JobFilter, limit: number, cursor?: string): Promise<Page<JobSummary>> {
    const rows = await this.repository.page(filter, idFrom(cursor), limit + 1);
    const executions = await this.executions.getMany(rows.map(({ id }) => id));
    const known = rows.flatMap((job) => {
      const execution = executions.get(job.id);
      return execution ? [{ job, execution }] : [];
    });
    return pageOf(
      known,
      limit,
      ({ job, execution }) => this.summary(job, execution),
      ({ job }) => [job.id],
    );
  }

  async counts24h(): Promise<JobCounts> {
    return this.repository.counts24h();
  }

  /** The execution behind a job, for its output. */
  async execution(id: string): Promise<Execution> {
    return (await this.find(id)).execution;
  }

  private async find(id: string): Promise<{ job: JobRow; execution: Execution }> {
    const job = isUuid(id) ? await this.repository.find(id) : null;
    if (!job) throw new NotFoundError('job');
    return { job, execution: await this.executions.get(id) };
  }

  private summary(job: JobRow, execution: Execution): JobSummary {
    return toJobSummary(job, execution, {
      stdout: this.output.keptFrom(execution, 'stdout'),
      stderr: this.output.keptFrom(execution, 'stderr'),
    });
  }
}
