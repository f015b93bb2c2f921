import { Component, computed, inject, signal } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { FormControl, ReactiveFormsModule } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatCheckbox } from '@angular/material/checkbox';
import {
  MAT_DIALOG_DATA,
  MatDialogActions,
  MatDialogClose,
  MatDialogContent,
  MatDialogRef,
  MatDialogTitle,
} from '@angular/material/dialog';
import type { PresetVariable, TestedPreset, VariableValues } from '@hyprbox/contracts';
import { authoringLimits, defaultSettings, limits } from '@hyprbox/contracts';
import { firstValueFrom, map, switchMap } from 'rxjs';
import { NodesApi } from '../../core/api/nodes.api';
import { PresetsApi } from '../../core/api/presets.api';
import { SettingsApi } from '../../core/api/settings.api';
import { outlinedFields } from '../../shared/form/outlined-fields';
import { ProblemMessage } from '../../shared/form/problem-message';
import { Submission } from '../../shared/form/submission';
import { FailureState } from '../../shared/page-state/failure-state';
import { VariablesControl } from '../../shared/preset-variables/variables-control';
import { NodeStatusLabel } from '../../shared/status/node-status-label';
import { TestRuns } from './test-runs';

export interface DraftToTest {
  readonly name: string;
  readonly revision: number | undefined;
  readonly variables: readonly PresetVariable[];
  /** What was filled in beside the source. */
  readonly values: VariableValues;
}

/** Runs the draft on hosts that carry the tag for it, and shows what they print. */
@Component({
  selector: 'hb-test-dialog',
  imports: [
    FailureState,
    MatButton,
    MatCheckbox,
    MatDialogActions,
    MatDialogClose,
    MatDialogContent,
    MatDialogTitle,
    NodeStatusLabel,
    ProblemMessage,
    ReactiveFormsModule,
    TestRuns,
    VariablesControl,
  ],
  providers: [outlinedFields],
  templateUrl: './test-dialog.html',
  styleUrl: './dialog.scss',
})
export class TestDialog {
  private readonly api = inject(PresetsApi);
  private readonly dialog = inject(MatDialogRef);
  private readonly nodes = inject(NodesApi);
  private readonly settings = inject(SettingsApi);
  protected readonly draft = inject<DraftToTest>(MAT_DIALOG_DATA);

  protected readonly most = authoringLimits.testNodes;
  protected readonly values = new FormControl<VariableValues>(this.draft.values, { nonNullable: true });
  protected readonly chosen = signal<readonly string[]>([]);
  protected readonly attempted = signal(false);
  protected readonly submission = new Submission();
  protected readonly tested = signal<TestedPreset | null>(null);
  protected readonly fleet = rxResource({
    stream: () =>
      this.settings.get().pipe(
        map(({ presets }) => presets?.testTag ?? defaultSettings.presets.testTag),
        switchMap((tag) =>
          this.nodes
            .list({ tag, limit: limits.pageMax, sort: 'name' })
            .pipe(map(({ items, nextCursor }) => ({ tag, hosts: items, more: nextCursor !== null }))),
        ),
      ),
  });
  protected readonly mayRun = computed(() => this.chosen().length > 0 && this.chosen().length <= this.most);

  protected choose(id: string, on: boolean): void {
    this.chosen.update((ids) => (on ? [...ids, id] : ids.filter((other) => other !== id)));
  }

  protected async run(): Promise<void> {
    this.attempted.set(true);
    if (!this.mayRun()) return;
    const { name, revision } = this.draft;
    await this.submission.submit(this.values, async () => {
      const order = { nodeIds: [...this.chosen()], variables: this.values.value };
      const call = this.api.draft.test(name, { ...order, ...(revision === undefined ? {} : { revision }) });
      this.tested.set(await firstValueFrom(call));
    });
    // What a test prints is kept with its job: nothing is lost by Escape.
    if (this.tested() !== null) this.dialog.disableClose = false;
  }
}
