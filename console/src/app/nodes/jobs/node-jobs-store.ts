import { inject, Injectable } from '@angular/core';
import type { JobSummary } from '@hyprbox/contracts';
import { JobsApi } from '../../core/api/jobs.api';
import { PagedList } from '../../core/paging/paged-list';

const shown = 6;

/** The newest jobs of one host. */
@Injectable()
export class NodeJobsStore {
  private readonly api = inject(JobsApi);
  private nodeId: string | null = null;

  readonly list = new PagedList<JobSummary>({ pageSize: shown });

  show(nodeId: string): void {
    if (this.nodeId === nodeId) {
      this.list.reload();
      return;
    }
    this.nodeId = nodeId;
    this.list.show((page) => this.api.list({ ...page, nodeId }));
  }
}
