import { Component, computed, inject, Injector } from '@angular/core';
import { rxResource, toSignal } from '@angular/core/rxjs-interop';
import { ReactiveFormsModule } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import {
  MAT_DIALOG_DATA,
  MatDialogActions,
  MatDialogClose,
  MatDialogContent,
  MatDialogRef,
  MatDialogTitle,
} from '@angular/material/dialog';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import type { ChangedTags } from '@hyprbox/contracts';
import { alertLimits } from '@hyprbox/contracts';
import { concatMap, delay, firstValueFrom, from, map, startWith, toArray } from 'rxjs';
import { NodesApi } from '../../core/api/nodes.api';
import { toApiProblem } from '../../core/api/problem';
import { healing } from '../../core/recovery/when-recovered';
import { focusFirstFault } from '../../shared/form/focus-first-fault';
import { outlinedFields } from '../../shared/form/outlined-fields';
import { ProblemMessage } from '../../shared/form/problem-message';
import { forgetServerFaults } from '../../shared/form/server-faults';
import { Submission } from '../../shared/form/submission';
import { hostCount } from '../../shared/rollout-form/plan-words';
import { SelectorField } from '../../shared/selector/selector-field';
import type { ShownHosts } from './shown-hosts';
import type { TagEffect } from './tag-effects';
import { effectsOf, effectWords } from './tag-effects';
import { tagChangeOf, tagsForm } from './tags-form';

/** Pause in typing after which it is asked how many hosts a tag is changed on, in milliseconds. */
const countingPause = 300;

/** Gives tags to many hosts and takes tags from them, once it has said on how many. Closes with what was changed. */
@Component({
  selector: 'hb-tag-hosts-dialog',
  imports: [
    MatButton,
    MatDialogActions,
    MatDialogClose,
    MatDialogContent,
    MatDialogTitle,
    MatError,
    MatFormField,
    MatHint,
    MatInput,
    MatLabel,
    ProblemMessage,
    ReactiveFormsModule,
    SelectorField,
  ],
  providers: [outlinedFields],
  templateUrl: './tag-hosts-dialog.html',
  styleUrl: './tag-hosts-dialog.scss',
})
export class TagHostsDialog {
  private readonly nodes = inject(NodesApi);
  private readonly injector = inject(Injector);
  private readonly dialog = inject<MatDialogRef<TagHostsDialog, ChangedTags>>(MatDialogRef);
  protected readonly shown = inject<ShownHosts>(MAT_DIALOG_DATA);

  protected readonly tagFields = [
    { name: 'add', label: 'Tags to add' },
    { name: 'remove', label: 'Tags to remove' },
  ] as const;
  protected readonly most = alertLimits.selectorEntries;
  protected readonly hostCount = hostCount;
  protected readonly submission = new Submission();
  protected readonly form = tagsForm(this.shown.selector);
  private readonly change = toSignal(
    this.form.valueChanges.pipe(
      startWith(null),
      map(() => tagChangeOf(this.form)),
    ),
    { requireSync: true, equal: (one, other) => JSON.stringify(one) === JSON.stringify(other) },
  );

  /** What would come of it, said before anything is done. */
  protected readonly outlook = healing(
    rxResource({
      params: () => this.change() ?? undefined,
      stream: ({ params: change }) =>
        from(effectsOf(change)).pipe(
          delay(countingPause),
          concatMap((effect) => this.counted(effect)),
          toArray(),
        ),
    }),
  );
  protected readonly words = computed(() => (this.outlook.hasValue() ? effectWords(this.outlook.value()) : ''));
  protected readonly outlookFault = computed(() => {
    const error = this.outlook.error();
    // The resource wraps what is not an Error of its own.
    return error === undefined ? null : toApiProblem(error.cause ?? error).title;
  });
  /** Nothing is sent of which nobody has seen what it changes, nor what changes nothing. */
  protected readonly isIdle = computed(() => {
    if (this.change() === null) return false;
    return !this.outlook.hasValue() || this.outlook.value().every(({ count }) => count === 0);
  });

  protected async save(fields: HTMLElement): Promise<void> {
    forgetServerFaults(this.form);
    this.form.markAllAsTouched();
    const change = this.change();
    if (change === null) focusFirstFault(fields, this.injector);
    if (change === null || this.isIdle()) return;
    const done = await this.submission.send(async () => {
      this.dialog.close(await firstValueFrom(this.nodes.changeTags(change)));
    });
    if (done) return;
    const { add, remove } = this.form.controls;
    this.submission.showFaults((pointer) => {
      if (pointer.startsWith('/add')) return add;
      return pointer.startsWith('/remove') ? remove : null;
    });
  }

  private counted({ tag, kind, hosts }: TagEffect) {
    return this.nodes.select(hosts).pipe(map(({ count }) => ({ tag, kind, count })));
  }
}
