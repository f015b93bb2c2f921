import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { HostStates, RolloutTarget, TargetState } from '@hyprbox/contracts';
import { limits } from '@hyprbox/contracts';
import type { Subscription } from 'rxjs';
import { catchError, EMPTY, expand, finalize } from 'rxjs';
import type { ApiProblem } from '../../core/api/problem';
import { isPassing, toApiProblem } from '../../core/api/problem';
import { RolloutsApi } from '../../core/api/rollouts.api';
import { Throttled } from '../../core/live/throttled';
import { whenRecovered } from '../../core/recovery/when-recovered';

/** Milliseconds between two drawings of what the events told: as often as an eye follows. */
const drawPause = 150;
/** Milliseconds between two readings of all hosts, of which there may be thousands. */
const readPause = 2_000;

/**
 * Every host of one rollout as it stands: the states of all in one answer, the rest page by page, and both kept up to date by
 * what the events tell.
 */
@Injectable()
export class RolloutTargets {
  private readonly api = inject(RolloutsApi);
  private readonly owner = inject(DestroyRef);
  private readonly known = signal<ReadonlyMap<string, RolloutTarget>>(new Map());
  private readonly finished = signal(false);
  private readonly failure = signal<ApiProblem | null>(null);
  private readonly draw = new Throttled(drawPause, () => this.takeIn(), this.owner, 16);
  private readonly readSoon = new Throttled(readPause, () => this.load(this.rolloutId), this.owner);
  private told: RolloutTarget[] = [];
  /** Hosts that events told of since the pages are being read: a page may be older than that. */
  private toldWhileReading = new Set<string>();
  private reading: Subscription | null = null;
  /** They are to be read again when they have been read. */
  private isDue = false;
  private rolloutId = '';

  /** Whether the states of all of them have been read once. */
  readonly complete = this.finished.asReadonly();
  readonly problem = this.failure.asReadonly();
  readonly count = computed(() => this.known().size);
  /** Their ids in the order in which they are run: by wave, then by id. */
  private readonly order = signal<readonly string[]>([]);
  readonly all = computed<readonly RolloutTarget[]>(() => {
    const known = this.known();
    const all: RolloutTarget[] = [];
    for (const id of this.order()) {
      const target = known.get(id);
      if (target !== undefined) all.push(target);
    }
    return all;
  });
  readonly byWave = computed<ReadonlyMap<number, readonly RolloutTarget[]>>(() => {
    const waves = new Map<number, RolloutTarget[]>();
    for (const target of this.all()) {
      const wave = waves.get(target.wave);
      if (wave === undefined) waves.set(target.wave, [target]);
      else wave.push(target);
    }
    return waves;
  });
  readonly states = computed<ReadonlyMap<TargetState, number>>(() => {
    const counts = new Map<TargetState, number>();
    for (const { state } of this.known().values()) counts.set(state, (counts.get(state) ?? 0) + 1);
    return counts;
  });

  constructor() {
    whenRecovered(() => {
      if (isPassing(this.failure())) this.load(this.rolloutId);
    });
  }

  find(nodeId: string): RolloutTarget | undefined {
    return this.known().get(nodeId);
  }

  /** Reads all of them, anew if they have been read before: what is there stays meanwhile. */
  load(rolloutId: string): void {
    this.rolloutId = rolloutId;
    if (this.reading === null) this.read();
    else this.isDue = true;
  }

  /** More has changed than was told. However often that happens, they are not read all the time. */
  reload(): void {
    if (this.reading === null) this.readSoon.ask();
    else this.isDue = true;
  }

  private read(): void {
    this.isDue = false;
    this.failure.set(null);
    this.toldWhileReading = new Set();
    this.readStates();
    const page = (cursor: string | null) => this.api.targets(this.rolloutId, { limit: limits.pageMax, cursor });
    this.reading = page(null)
      .pipe(
        expand(({ nextCursor }) => (nextCursor === null ? EMPTY : page(nextCursor))),
        finalize(() => this.endReading()),
        takeUntilDestroyed(this.owner),
      )
      .subscribe({
        next: ({ items }) => {
          this.told.push(...items.filter(({ nodeId }) => !this.toldWhileReading.has(nodeId)));
          // The first page has those that need a look; each of the others would draw thousands for little.
          if (this.known().size === 0) this.takeIn();
        },
        error: (error: unknown) => this.failure.set(toApiProblem(error)),
        complete: () => {
          this.takeIn();
          this.finished.set(true);
        },
      });
    // All of it may have come at once.
    if (this.reading.closed) this.reading = null;
  }

  /** They are there long before the last page. Without them the pages tell the same, later. */
  private readStates(): void {
    this.api
      .hostStates(this.rolloutId)
      .pipe(
        catchError(() => EMPTY),
        takeUntilDestroyed(this.owner),
      )
      .subscribe((states) => {
        // Of pages that have come meanwhile nobody knows which is newer; they have been read in full.
        if (this.reading !== null) this.takeInStates(states);
      });
  }

  private takeInStates({ waves }: HostStates): void {
    const known = this.known();
    const passed = new Set([...this.toldWhileReading, ...this.told.map(({ nodeId }) => nodeId)]);
    for (const { wave, nodeIds, states } of waves) {
      for (const [index, nodeId] of nodeIds.entries()) {
        const state = states[index];
        const before = known.get(nodeId);
        if (state === undefined || before?.state === state || passed.has(nodeId)) continue;
        this.told.push(before === undefined ? stateAlone(nodeId, wave, state) : { ...before, state });
      }
    }
    this.takeIn();
    this.finished.set(true);
  }

  private endReading(): void {
    this.reading = null;
    if (this.isDue) this.readSoon.ask();
  }

  /** What an event told: hosts as they have become. */
  tell(targets: readonly RolloutTarget[]): void {
    for (const { nodeId } of targets) this.toldWhileReading.add(nodeId);
    this.told.push(...targets);
    this.draw.ask();
  }

  /** Takes in at once what was told, as otherwise happens soon. */
  takeIn(): void {
    if (this.told.length === 0) return;
    const all = new Map(this.known());
    for (const target of this.told) all.set(target.nodeId, target);
    this.told = [];
    // What a host has become moves none of them: only new ones have to be put in order.
    if (all.size > this.known().size) this.order.set(inOrder([...all.values()]));
    this.known.set(all);
  }
}

/** A host of which no page has told yet. */
function stateAlone(nodeId: string, wave: number, state: TargetState): RolloutTarget {
  const untold = { jobId: null, checkJobId: null, reason: null, exitCode: null };
  return { nodeId, hostname: nodeId, wave, state, ...untold, waitUntil: null, startedAt: null, finishedAt: null };
}

function inOrder(targets: RolloutTarget[]): string[] {
  return targets
    .sort((one, other) => one.wave - other.wave || (one.nodeId < other.nodeId ? -1 : 1))
    .map(({ nodeId }) => nodeId);
}
