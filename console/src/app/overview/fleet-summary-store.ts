import { inject, Injectable } from '@angular/core';
import type { FleetSummary } from '@hyprbox/contracts';
import { NodesApi } from '../core/api/nodes.api';
import { KnownValue } from '../core/live/known-value';
import { FleetThresholds } from '../core/thresholds/thresholds';

/** The counts of the overview's cards and filters. */
@Injectable()
export class FleetSummaryStore {
  private readonly api = inject(NodesApi);
  private readonly thresholds = inject(FleetThresholds);
  private readonly known = new KnownValue<FleetSummary>();

  readonly summary = this.known.value;
  readonly error = this.known.error;

  load(): void {
    this.known.read(this.api.summary(), { answered: ({ thresholds }) => this.thresholds.adopt(thresholds) });
  }
}
