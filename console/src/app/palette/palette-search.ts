import { computed, inject, Injectable, linkedSignal, signal } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { Router } from '@angular/router';
import type { Node } from '@hyprbox/contracts';
import { limits } from '@hyprbox/contracts';
import { delay, of, switchMap } from 'rxjs';
import { JobsApi } from '../core/api/jobs.api';
import { NodesApi } from '../core/api/nodes.api';
import { PresetsApi } from '../core/api/presets.api';
import { toApiProblem } from '../core/api/problem';
import { healing } from '../core/recovery/when-recovered';
import { presetWords } from '../shared/rollout/own-script';
import { executionStatusWords } from '../shared/status/execution-status-words';
import { statusWords } from '../shared/status/status-words';
import { PaletteActions } from './palette-actions';
import type { PaletteGroup, PaletteItem } from './palette-item';
import { bestFits } from './palette-item';

/** Entries of each group. */
const shownOfEach = 6;
/** All of the actions, which are few, and of which each is looked for. */
const shownActions = 24;
/** Jobs that are searched: the newest. */
const recentJobs = 50;
/** Milliseconds of rest after the last key before hosts are asked for. */
const typingPause = 120;

/** Hosts, presets, recent jobs and actions that fit what was typed. */
@Injectable()
export class PaletteSearch {
  private readonly nodes = inject(NodesApi);
  private readonly presets = inject(PresetsApi);
  private readonly jobs = inject(JobsApi);
  private readonly router = inject(Router);
  private readonly actions = inject(PaletteActions);

  readonly typed = signal('');
  private readonly query = computed(() => this.typed().trim().slice(0, limits.nameLength));

  private readonly hostPage = healing(
    rxResource({
      params: () => this.query(),
      stream: ({ params: q }) =>
        of(q).pipe(
          delay(q === '' ? 0 : typingPause),
          switchMap(() => this.nodes.list({ q, limit: shownOfEach })),
        ),
    }),
  );
  private readonly presetPage = healing(rxResource({ stream: () => this.presets.list({ limit: limits.pageMax }) }));
  private readonly jobPage = healing(rxResource({ stream: () => this.jobs.list({ limit: recentJobs }) }));
  private readonly sources = [
    { what: 'hosts', page: this.hostPage },
    { what: 'presets', page: this.presetPage },
    { what: 'jobs', page: this.jobPage },
  ] as const;

  /** Whether the hosts that fit what was typed are still to come. */
  readonly hostsLoading = computed(() => this.hostPage.isLoading());
  readonly loading = computed(() => this.sources.some(({ page }) => page.isLoading()));
  /** What could not be searched, and why. */
  readonly faults = computed(() =>
    this.sources.flatMap(({ what, page }) => {
      const error = page.error();
      // The resource wraps what is not an Error of its own.
      return error === undefined ? [] : [`No ${what} are shown: ${toApiProblem(error.cause ?? error).title}.`];
    }),
  );

  readonly groups = computed<readonly PaletteGroup[]>(() => {
    const typed = this.query();
    return [
      { label: 'Hosts', items: this.hosts() },
      { label: 'Presets', items: bestFits(typed, this.presetItems(), shownOfEach) },
      { label: 'Recent jobs', items: bestFits(typed, this.jobItems(), shownOfEach) },
      { label: 'Actions', items: bestFits(typed, this.actions.items(), shownActions) },
    ].filter(({ items }) => items.length > 0);
  });

  /** Those of the former search stay until the answer is there, as far as they fit. */
  private readonly knownHosts = linkedSignal<readonly Node[] | null, readonly Node[]>({
    source: () => (this.hostPage.hasValue() ? this.hostPage.value().items : null),
    computation: (items, former) => items ?? former?.value ?? [],
  });
  private readonly hosts = computed<readonly PaletteItem[]>(() => {
    const items = this.knownHosts().map(({ id, displayName, status }): PaletteItem => ({
      id: `host:${id}`,
      label: displayName ?? id,
      detail: displayName === null ? statusWords[status] : `${id} · ${statusWords[status]}`,
      icon: 'server',
      run: () => void this.router.navigate(['/dashboard/nodes', id]),
    }));
    // What the server has found fits by more than what is shown, such as the host's name in its network.
    return this.hostPage.hasValue() ? items : bestFits(this.query(), items, shownOfEach);
  });

  private readonly presetItems = computed<readonly PaletteItem[]>(() =>
    (this.presetPage.hasValue() ? this.presetPage.value().items : []).map(({ name, title }) => ({
      id: `preset:${name}`,
      label: title,
      detail: name,
      icon: 'play',
      run: () => void this.router.navigate(['/dashboard/deploys', name]),
    })),
  );

  private readonly jobItems = computed<readonly PaletteItem[]>(() =>
    (this.jobPage.hasValue() ? this.jobPage.value().items : []).map(({ id, preset, nodeId, status }) => ({
      id: `job:${id}`,
      label: `${presetWords(preset)} on ${nodeId}`,
      detail: executionStatusWords[status],
      icon: 'list',
      run: () => void this.router.navigate(['/dashboard/jobs', id]),
    })),
  );
}
