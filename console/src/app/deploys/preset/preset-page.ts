import { Component, computed, inject, input } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { Job, Preset } from '@hyprbox/contracts';
import { limits, nodeIdPattern } from '@hyprbox/contracts';
import { catchError, forkJoin, of } from 'rxjs';
import { JobsApi } from '../../core/api/jobs.api';
import { PresetsApi } from '../../core/api/presets.api';
import { showHeading } from '../../core/heading/page-heading';
import { FailureState } from '../../shared/page-state/failure-state';
import { DeployView } from './deploy-view';

interface Loaded {
  preset: Preset;
  /** The job whose values the form begins with. */
  source: Job | null;
}

/** Loads the preset that the address names, and the job that is to be run again, if it names one. */
@Component({
  selector: 'hb-preset-page',
  imports: [DeployView, FailureState, MatButton, RouterLink],
  template: `
    <!-- One view a preset and source: its form begins anew with another. -->
    @for (item of loaded(); track item) {
      <hb-deploy-view [preset]="item.preset" [source]="item.source" [nodes]="hosts()" />
    } @empty {
      @if (resource.error(); as error) {
        <hb-failure-state [error]="error" (retry)="resource.reload()">
          <a matButton="outlined" routerLink="/dashboard/deploys">Go to the presets</a>
        </hb-failure-state>
      } @else {
        <div class="hb-page" role="status">
          <span class="hb-visually-hidden">Loading the preset</span>
          <div class="skeleton">
            <div class="hb-skeleton"></div>
            <div class="hb-skeleton"></div>
          </div>
        </div>
      }
    }
  `,
  styles: `
    .skeleton {
      display: grid;
      grid-template-columns: minmax(0, 5fr) minmax(0, 6fr);
      gap: 16px;
    }
    .hb-skeleton {
      height: 420px;
      border-radius: var(--hb-radius);
    }
    @media (width < 1000px) {
      .skeleton {
        grid-template-columns: minmax(0, 1fr);
      }
    }
  `,
})
export class PresetPage {
  private readonly presets = inject(PresetsApi);
  private readonly jobs = inject(JobsApi);

  /** From the address: the preset, a host or several (with commas) to begin with, and a job whose values to begin with. */
  readonly preset = input.required<string>();
  readonly node = input<string>();
  readonly nodes = input<string>();
  readonly from = input<string>();

  protected readonly resource = rxResource({
    params: () => ({ preset: this.preset(), from: this.from() }),
    stream: ({ params }) =>
      forkJoin({
        preset: this.presets.get(params.preset),
        // A job that is gone costs its values, not the form.
        source: params.from === undefined ? of(null) : this.jobs.get(params.from).pipe(catchError(() => of(null))),
      }),
  });
  protected readonly loaded = computed<Loaded[]>(() => (this.resource.hasValue() ? [this.resource.value()] : []));

  protected readonly hosts = computed(() => {
    const ids = [this.node() ?? '', ...(this.nodes() ?? '').split(',')].filter((id) => nodeIdPattern.test(id));
    return [...new Set(ids)].slice(0, limits.streamJobs);
  });

  constructor() {
    showHeading(() => ({
      title: this.loaded()[0]?.preset.title ?? 'Preset',
      trail: [{ label: 'Deploys', link: '/dashboard/deploys' }],
    }));
  }
}
