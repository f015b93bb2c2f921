import { Component, computed, inject, input } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { MatFormField, MatLabel } from '@angular/material/form-field';
import { MatOption, MatSelect } from '@angular/material/select';
import { Router, RouterLink } from '@angular/router';
import { forkJoin, of } from 'rxjs';
import { PresetsApi } from '../../core/api/presets.api';
import { showHeading } from '../../core/heading/page-heading';
import { allItems } from '../../core/paging/all-items';
import { CopyButton } from '../../shared/copy-button/copy-button';
import { formatCount } from '../../shared/figures/format';
import { DiffView } from '../../shared/line-diff/diff-view';
import { unifiedLines } from '../../shared/line-diff/unified-diff';
import { FailureState } from '../../shared/page-state/failure-state';
import { shortHash } from '../preset-words';
import type { DiffSide } from './diff-sides';
import { sidesOf, usualSides } from './diff-sides';

/** What differs between two versions of a preset, or between one and the draft. */
@Component({
  selector: 'hb-preset-diff-page',
  imports: [CopyButton, DiffView, FailureState, MatButton, MatFormField, MatLabel, MatOption, MatSelect, RouterLink],
  templateUrl: './preset-diff-page.html',
  styleUrl: './preset-diff-page.scss',
})
export class PresetDiffPage {
  private readonly api = inject(PresetsApi);
  private readonly router = inject(Router);

  /** From the address: the name, and two numbers of versions, or `draft`. Left out: what the current one changed. */
  readonly preset = input.required<string>();
  readonly from = input<string>();
  readonly to = input<string>();

  protected readonly known = rxResource({
    params: () => this.preset(),
    stream: ({ params: name }) =>
      forkJoin({
        preset: this.api.get(name),
        versions: allItems((page) => this.api.versions.list(name, page)),
      }),
  });
  protected readonly sides = computed<readonly DiffSide[]>(() => {
    if (!this.known.hasValue()) return [];
    const { preset, versions } = this.known.value();
    return sidesOf(versions, preset.hasDraft === true);
  });
  protected readonly chosen = computed(
    () => {
      const usual = usualSides(this.sides());
      return { from: this.from() ?? usual?.from ?? '', to: this.to() ?? usual?.to ?? '' };
    },
    // What the address says is compared at once, and not again when the versions are there.
    { equal: (one, other) => one.from === other.from && one.to === other.to },
  );
  protected readonly words = computed(() => ({
    from: this.sides().find(({ id }) => id === this.chosen().from)?.words ?? '',
    to: this.sides().find(({ id }) => id === this.chosen().to)?.words ?? '',
  }));

  protected readonly diff = rxResource({
    params: () => {
      const { from, to } = this.chosen();
      return from === '' || to === '' ? undefined : { name: this.preset(), from, to };
    },
    // With itself everything is the same, whatever it is.
    stream: ({ params: { name, from, to } }) => (from === to ? of(null) : this.api.versions.diff(name, { from, to })),
  });
  protected readonly lines = computed(() => {
    const diff = this.diff.hasValue() ? this.diff.value() : null;
    return unifiedLines(diff?.diff ?? '');
  });
  protected readonly hash = computed(() => (this.diff.hasValue() ? (this.diff.value()?.diffSha256 ?? null) : null));
  protected readonly summary = computed(() => {
    const count = (kind: string): string => formatCount(this.lines().filter((line) => line.kind === kind).length);
    return this.lines().length === 0
      ? 'They are the same.'
      : `Lines added: ${count('added')}, removed: ${count('missing')}.`;
  });

  protected readonly shortHash = shortHash;

  constructor() {
    showHeading(() => ({
      title: 'Changes',
      trail: [
        { label: 'Presets', link: '/dashboard/presets' },
        { label: this.preset(), link: `/dashboard/presets/${this.preset()}` },
      ],
    }));
  }

  protected choose(part: { from?: string; to?: string }): void {
    void this.router.navigate([], { queryParams: { ...this.chosen(), ...part }, replaceUrl: true });
  }

  protected swap(): void {
    const { from, to } = this.chosen();
    this.choose({ from: to, to: from });
  }
}
