import { Component, computed, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { Filesystem } from '@hyprbox/contracts';
import { formatBytes } from '../shared/figures/format';
import { Meter } from '../shared/meter/meter';

/** As many as are there without being asked for; the fullest come first. */
const shownAtFirst = 8;

/** Every filesystem of a host, the fullest first. */
@Component({
  selector: 'hb-node-filesystems',
  imports: [MatButton, Meter],
  templateUrl: './node-filesystems.html',
  styleUrl: './node-filesystems.scss',
})
export class NodeFilesystems {
  readonly filesystems = input.required<readonly Filesystem[]>();
  readonly stale = input(false);

  protected readonly all = signal(false);
  protected readonly sorted = computed(() =>
    this.filesystems()
      .map(({ mount, fsType, usedBytes, totalBytes }) => ({
        mount,
        fsType,
        used: formatBytes(usedBytes),
        total: formatBytes(totalBytes),
        percent: totalBytes > 0 ? (usedBytes / totalBytes) * 100 : 0,
      }))
      .sort((a, b) => b.percent - a.percent || (a.mount < b.mount ? -1 : 1)),
  );
  protected readonly shown = computed(() => (this.all() ? this.sorted() : this.sorted().slice(0, shownAtFirst)));
  protected readonly foldable = computed(() => this.sorted().length > shownAtFirst);
}
