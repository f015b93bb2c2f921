import { inject, Injectable, signal } from '@angular/core';
import type { Thresholds } from '@hyprbox/contracts';
import { defaultSettings } from '@hyprbox/contracts';
import { NodesApi } from '../api/nodes.api';

export type Level = 'normal' | 'warning' | 'critical';

/** The percentages at which figures turn amber and red, as the server judges hosts by them. */
@Injectable({ providedIn: 'root' })
export class FleetThresholds {
  private readonly current = signal<Thresholds>(defaultSettings.thresholds);
  readonly values = this.current.asReadonly();

  constructor() {
    inject(NodesApi)
      .summary()
      .subscribe({
        next: ({ thresholds }) => this.current.set(thresholds),
        error: () => {
          // The server's defaults stand in; only the colour of a bar depends on them.
        },
      });
  }

  /** Takes over what was just saved, so that colours follow without a reload. */
  adopt(thresholds: Thresholds): void {
    this.current.set(thresholds);
  }

  levelOf(figure: keyof Thresholds, percent: number | null | undefined): Level {
    if (percent === null || percent === undefined) return 'normal';
    const { warning, critical } = this.current()[figure];
    if (percent >= critical) return 'critical';
    return percent >= warning ? 'warning' : 'normal';
  }
}
