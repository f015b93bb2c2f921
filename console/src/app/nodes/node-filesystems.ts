import { Component, computed, input } from '@angular/core';
import type { Filesystem } from '@hyprbox/contracts';
import { formatBytes } from '../shared/figures/format';
import { Meter } from '../shared/meter/meter';

/** Every filesystem of a host, the fullest first. */
@Component({
  selector: 'hb-node-filesystems',
  imports: [Meter],
  template: `
    <h2>Filesystems</h2>
    @for (row of rows(); track row.mount) {
      <div class="row">
        <span class="mount">
          <code>{{ row.mount }}</code> <span class="type">{{ row.fsType }}</span>
        </span>
        <span class="size">{{ row.size }}</span>
        <hb-meter kind="disk" [percent]="row.percent" [stale]="stale()" />
      </div>
    } @empty {
      <p>The agent has not reported any filesystem.</p>
    }
  `,
  styles: `
    :host {
      display: block;
      padding: 12px 15px;
    }
    .row {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto 160px;
      gap: 4px 16px;
      align-items: baseline;
      padding: 7px 0;
    }
    .row + .row {
      border-top: 1px solid var(--hb-line);
    }
    .mount {
      display: flex;
      flex-wrap: wrap;
      gap: 0 8px;
      overflow-wrap: anywhere;
    }
    .type,
    .size,
    p {
      color: var(--hb-text-secondary);
    }
    .size {
      font-size: 12px;
      font-variant-numeric: tabular-nums;
    }
    p {
      margin-top: 8px;
    }
    @media (width < 700px) {
      .row {
        grid-template-columns: minmax(0, 1fr) auto;
      }
      hb-meter {
        grid-column: 1 / -1;
      }
    }
  `,
})
export class NodeFilesystems {
  readonly filesystems = input.required<readonly Filesystem[]>();
  readonly stale = input(false);

  protected readonly rows = computed(() =>
    this.filesystems()
      .map(({ mount, fsType, usedBytes, totalBytes }) => ({
        mount,
        fsType,
        size: `${formatBytes(usedBytes)} of ${formatBytes(totalBytes)}`,
        percent: totalBytes > 0 ? (usedBytes / totalBytes) * 100 : 0,
      }))
      .sort((a, b) => b.percent - a.percent),
  );
}
