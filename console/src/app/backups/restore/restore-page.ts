import type { OnInit } from '@angular/core';
import { Component, computed, effect, inject, Injector, input, runInInjectionContext, untracked } from '@angular/core';
import { rxResource, takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { FormControl, FormGroup, ReactiveFormsModule } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatOption, MatSelect } from '@angular/material/select';
import { Router, RouterLink } from '@angular/router';
import type { RestoreRequest } from '@hyprbox/contracts';
import { shownPath } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { BackupsApi } from '../../core/api/backups.api';
import type { FormDraft } from '../../core/drafts/form-draft';
import { keepDraft } from '../../core/drafts/form-draft';
import { showHeading } from '../../core/heading/page-heading';
import { Session } from '../../core/session/session';
import { healing } from '../../core/recovery/when-recovered';
import { confirmByName } from '../../shared/confirm-dialog/confirm-by-name';
import { Submission } from '../../shared/form/submission';
import { FailureState } from '../../shared/page-state/failure-state';
import { PageState } from '../../shared/page-state/page-state';
import { faultRemedy, faultTitle } from '../run/fault-guidance';
import { RestoreResult } from '../run/restore-result';
import { RunProgress } from '../run/run-progress';
import { shortId, wholeTime } from '../snapshots/snapshot-words';
import { DryRun } from './dry-run';
import { absolutePath, absolutePaths, pathsOf } from './restore-fields';

/** Brings files of a snapshot back: which, where to, a dry run first, then for good. */
@Component({
  selector: 'hb-restore-page',
  imports: [
    FailureState,
    MatButton,
    MatError,
    MatFormField,
    MatHint,
    MatInput,
    MatLabel,
    MatOption,
    MatSelect,
    PageState,
    ReactiveFormsModule,
    RestoreResult,
    RouterLink,
    RunProgress,
  ],
  providers: [DryRun],
  templateUrl: './restore-page.html',
  styleUrl: './restore-page.scss',
})
export class RestorePage implements OnInit {
  private readonly api = inject(BackupsApi);
  private readonly router = inject(Router);
  private readonly dialog = inject(MatDialog);
  private readonly injector = inject(Injector);
  protected readonly dryRun = inject(DryRun);

  /** From the address; `path` may be there more than once. */
  readonly policyId = input.required<string>();
  readonly node = input<string>();
  readonly snapshot = input<string>();
  readonly path = input<string | string[]>();

  protected readonly mayRun = inject(Session).can('backup.run');
  protected readonly form = new FormGroup({
    snapshotId: new FormControl('', { nonNullable: true, validators: ({ value }) => (value ? null : { fault: true }) }),
    include: new FormControl('', { nonNullable: true, validators: absolutePaths }),
    targetPath: new FormControl('', { nonNullable: true, validators: absolutePath }),
  });

  protected readonly policy = rxResource({
    params: () => this.policyId(),
    stream: ({ params }) => this.api.policies.get(params),
  });
  protected readonly snapshots = healing(
    rxResource({
      params: () => ({ policyId: this.policyId(), node: this.node() ?? null }),
      stream: ({ params }) => this.api.snapshots.list(params.policyId, params.node),
    }),
  );
  /** Newest first; the one of the address is there, also when the list is not. */
  protected readonly options = computed(() => {
    const known = this.snapshots.hasValue() ? this.snapshots.value().items : [];
    const options = known
      .toSorted((one, other) => other.at.localeCompare(one.at))
      .map(({ id, at }) => ({ id, label: `${shortId(id)} · ${wholeTime(at)}` }));
    const given = this.snapshot();
    if (given === undefined || known.some(({ id }) => id === given)) return options;
    return [...options, { id: given, label: shortId(given) }];
  });
  protected readonly host = computed(
    () => this.node() ?? (this.policy.hasValue() ? this.policy.value().nodeId : null) ?? 'the host',
  );

  protected readonly outcome = computed(() => {
    const run = this.dryRun.run();
    return run?.status === 'SUCCEEDED' || run?.reason === 'TARGET_EXISTS' ? run.restore : null;
  });
  /** Why the dry run came to nothing. */
  protected readonly fault = computed(() => {
    const run = this.dryRun.run();
    if (run === null || run.reason === null || this.outcome() !== null) return null;
    return { title: faultTitle(run.reason), message: run.message, remedy: faultRemedy(run.reason) };
  });
  protected readonly submission = new Submission();
  private draft: FormDraft | null = null;

  constructor() {
    showHeading(() => ({
      title: 'Restore',
      detail: this.node() ?? '',
      trail: [
        { label: 'Backups', link: '/dashboard/backups' },
        {
          label: this.policy.hasValue() ? this.policy.value().name : 'Policy',
          link: `/dashboard/backups/policies/${this.policyId()}`,
        },
      ],
    }));
    effect(() => {
      const [id] = this.options().map((option) => option.id);
      const wanted = this.snapshot() ?? id;
      const { snapshotId } = this.form.controls;
      untracked(() => {
        if (wanted !== undefined && snapshotId.value === '') snapshotId.setValue(wanted);
      });
    });
    effect(() => {
      const paths = [this.path() ?? []].flat().filter((path) => path !== '/');
      const { include } = this.form.controls;
      untracked(() => {
        if (paths.length > 0 && include.value === '') include.setValue(paths.map(shownPath).join('\n'));
      });
    });
    // What was asked for has changed, so its answer says nothing any more.
    this.form.valueChanges.pipe(takeUntilDestroyed()).subscribe(() => {
      this.dryRun.forget();
      this.submission.forget();
    });
  }

  ngOnInit(): void {
    // The policy is known only with the inputs; what was typed for one must not come up for another.
    this.draft = runInInjectionContext(this.injector, () => keepDraft(`backup-restore/${this.policyId()}`, this.form));
  }

  protected tryIt(): void {
    this.form.markAllAsTouched();
    if (this.form.valid && !this.dryRun.busy()) this.dryRun.start(this.request());
  }

  /** For good. What stands there already is overwritten only once that was typed. */
  protected async restore(): Promise<void> {
    const outcome = this.outcome();
    if (outcome === null || this.submission.busy()) return;
    const overwrite = outcome.existingCount > 0;
    if (overwrite && !(await this.agreed(outcome.existingCount))) return;
    await this.submission.send(async () => {
      const { id } = await firstValueFrom(this.api.snapshots.restore({ ...this.request(), overwrite }));
      this.draft?.discard();
      await this.router.navigate(['/dashboard/backups/runs', id]);
    });
  }

  private agreed(count: number): Promise<boolean> {
    const files = count === 1 ? 'One file that stands' : `${count} files that stand`;
    return confirmByName(this.dialog, {
      title: 'Overwrite what is there?',
      detail: `${files} on ${this.host()} below ${this.form.getRawValue().targetPath} already will be replaced by the snapshot’s. What they hold now is lost.`,
      name: 'overwrite',
      label: 'The word above',
      mismatch: 'This is something else.',
      action: 'Overwrite and restore',
    });
  }

  private request(): RestoreRequest {
    const { snapshotId, include, targetPath } = this.form.getRawValue();
    const paths = pathsOf(include);
    const nodeId = this.node();
    return {
      policyId: this.policyId(),
      snapshotId,
      targetPath: targetPath.trim(),
      ...(paths.length > 0 && { include: paths }),
      ...(nodeId !== undefined && { nodeId }),
    };
  }
}
