import { Component, computed, input, signal } from '@angular/core';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import { RouterLink } from '@angular/router';
import type { OutputGroup } from '@hyprbox/contracts';
import { formatBytes } from '../../shared/figures/format';
import type { DiffLine } from '../../shared/line-diff/line-diff';
import { lineDiff } from '../../shared/line-diff/line-diff';
import { withoutColours } from '../../shared/output/stored-search';
import { TargetStateLabel } from '../targets/target-state-label';
import { groupTitle, namedHosts, othersWords } from './output-words';

/** A stream of a group: its first lines, or how they differ from the largest group's. */
interface ShownStream {
  readonly name: 'stdout' | 'stderr';
  readonly lines: readonly DiffLine[];
  readonly cut: string;
}

const marks: Readonly<Record<DiffLine['kind'], string>> = { same: ' ', missing: '−', added: '+' };
const encoder = new TextEncoder();

/** Hosts that printed the same, and what. */
@Component({
  selector: 'hb-output-group-card',
  imports: [MatSlideToggle, RouterLink, TargetStateLabel],
  templateUrl: './output-group-card.html',
  styleUrl: './output-group-card.scss',
})
export class OutputGroupCard {
  readonly group = input.required<OutputGroup>();
  /** The group that most hosts are in; null for that one itself. */
  readonly largest = input.required<OutputGroup | null>();

  protected readonly marks = marks;
  protected readonly compared = signal(true);
  protected readonly title = computed(() => groupTitle(this.group()));
  protected readonly hosts = computed(() => this.group().hosts.slice(0, namedHosts));
  protected readonly others = computed(() => othersWords(this.group()));
  protected readonly comparing = computed(() => this.largest() !== null && this.compared());
  protected readonly streams = computed<readonly ShownStream[]>(() => {
    const group = this.group();
    const largest = this.comparing() ? this.largest() : null;
    return (['stdout', 'stderr'] as const)
      .map((name) => ({
        name,
        lines: shownLines(group[name], largest === null ? null : largest[name]),
        cut: cutWords(group[name], name === 'stdout' ? group.stdoutBytes : group.stderrBytes),
      }))
      .filter(({ lines }) => lines.length > 0);
  });
}

function shownLines(text: string, largest: string | null): readonly DiffLine[] {
  const plain = withoutColours(text);
  return largest === null
    ? lineDiff('', plain).map(({ text: line }) => ({ kind: 'same', text: line }))
    : lineDiff(withoutColours(largest), plain);
}

function cutWords(text: string, bytes: number): string {
  return bytes > encoder.encode(text).length ? `These are the first lines of ${formatBytes(bytes)}.` : '';
}
