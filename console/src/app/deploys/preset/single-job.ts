import { inject, Injectable } from '@angular/core';
import { Router } from '@angular/router';
import type { CreateJobRequest } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { JobsApi } from '../../core/api/jobs.api';
import { orderKey } from '../../core/api/order-key';
import { Submission } from '../../shared/form/submission';

/** A preset on one host is a plain job: it is queued at once, and has a page of its own. */
@Injectable()
export class SingleJob {
  private readonly jobs = inject(JobsApi);
  private readonly router = inject(Router);
  private last = { request: '', key: '' };

  readonly submission = new Submission();

  async queue(request: CreateJobRequest): Promise<void> {
    await this.submission.send(async () => {
      const { id } = await firstValueFrom(this.jobs.create(request, this.keyOf(request)));
      await this.router.navigate(['/dashboard/jobs', id]);
    });
  }

  /** The same order sent again keeps its name: the first may have been carried out, its answer lost. */
  private keyOf(request: CreateJobRequest): string {
    const text = JSON.stringify(request);
    if (this.last.request !== text) this.last = { request: text, key: orderKey() };
    return this.last.key;
  }
}
