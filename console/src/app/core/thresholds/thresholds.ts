import { inject, Injectable, signal } from '@angular/core';
import type { Thresholds } from '@hyprbox/contracts';
import { defaultSettings } from '@hyprbox/contracts';
import { NodesApi } from '../api/nodes.api';
import { whenRecovered } from '../recovery/when-recovered';

export type Level = 'normal' | 'warning' | 'critical';

/** The percentages at which figures turn amber and red, as the server judges hosts by them. */
@Injectable({ providedIn: 'root' })
export class FleetThresholds {
  private readonly api = inject(NodesApi);
  private readonly current = signal<Thresholds>(defaultSettings.thresholds, { equal: areSame });
  private isKnown = false;
  private isWanted = false;
  readonly values = this.current.asReadonly();

  constructor() {
    whenRecovered(() => {
      if (this.isWanted) this.load();
    });
  }

  /** Reads them, unless they were read or told before. */
  load(): void {
    this.isWanted = true;
    if (this.isKnown) return;
    this.isKnown = true;
    this.api.summary().subscribe({
      next: ({ thresholds }) => this.adopt(thresholds),
      error: () => {
        // The server's defaults stand in; only the colour of a bar depends on them.
        this.isKnown = false;
      },
    });
  }

  /** Takes over what was just saved, or came with an answer, so that colours follow without a reload. */
  adopt(thresholds: Thresholds): void {
    this.isKnown = true;
    this.current.set(thresholds);
  }

  levelOf(figure: keyof Thresholds, percent: number | null | undefined): Level {
    if (percent === null || percent === undefined) return 'normal';
    const { warning, critical } = this.current()[figure];
    if (percent >= critical) return 'critical';
    return percent >= warning ? 'warning' : 'normal';
  }
}

function areSame(a: Thresholds, b: Thresholds): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
