import { Component, computed, inject, input, viewChildren } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { ReactiveFormsModule } from '@angular/forms';
import { MatExpansionPanel, MatExpansionPanelHeader, MatExpansionPanelTitle } from '@angular/material/expansion';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatOption, MatSelect } from '@angular/material/select';
import type { BackupPolicy, ProblemFault } from '@hyprbox/contracts';
import { limits } from '@hyprbox/contracts';
import { PresetsApi } from '../../../core/api/presets.api';
import { toApiProblem } from '../../../core/api/problem';
import { healing } from '../../../core/recovery/when-recovered';
import { HookField } from '../hook-field';
import type { PolicyForm } from '../policy-form';
import type { HookRole } from '../policy-input';
import { editorForm } from './editor-form';

/** What a policy does without as a rule, folded away: hooks, limits, when it counts as overdue. */
@Component({
  selector: 'hb-advanced-section',
  imports: [
    HookField,
    MatError,
    MatExpansionPanel,
    MatExpansionPanelHeader,
    MatExpansionPanelTitle,
    MatFormField,
    MatHint,
    MatInput,
    MatLabel,
    MatOption,
    MatSelect,
    ReactiveFormsModule,
  ],
  viewProviders: [editorForm],
  templateUrl: './advanced-section.html',
  styleUrls: ['./policy-section.scss', './advanced-section.scss'],
})
export class AdvancedSection {
  private readonly presetsApi = inject(PresetsApi);
  private readonly hookFields = viewChildren(HookField);

  readonly form = input.required<PolicyForm>();
  /** The policy that is edited; null for a new one. */
  readonly policy = input.required<BackupPolicy | null>();
  readonly draftKey = input.required<string>();

  protected readonly hooks: readonly { role: HookRole; label: string; hint: string }[] = [
    {
      role: 'preHook',
      label: 'Before the backup',
      hint: 'Such as a dump of a database. When it fails, nothing is backed up.',
    },
    { role: 'postHook', label: 'After the backup', hint: 'Runs whatever came of the backup.' },
    {
      role: 'drillVerify',
      label: 'Verify what a drill restored',
      hint: 'A preset that looks at the restored files, such as a database that can be opened. It fails the drill by its exit code.',
    },
  ];

  private readonly presetPage = healing(rxResource({ stream: () => this.presetsApi.list({ limit: limits.pageMax }) }));
  protected readonly presets = computed(() => (this.presetPage.hasValue() ? this.presetPage.value().items : null));
  protected readonly presetsProblem = computed(() => {
    const error = this.presetPage.error();
    return error === undefined ? null : toApiProblem(error.cause ?? error);
  });

  protected savedHook(role: HookRole) {
    return this.policy()?.[role] ?? null;
  }

  /** Whether all variables of the hooks are filled in rightly; shows what is not. */
  checkHooks(): boolean {
    return this.hookFields().every((field) => field.check());
  }

  /** The hook that is chosen for a role. */
  hook(role: HookRole) {
    return (
      this.hookFields()
        .find((field) => field.role() === role)
        ?.value() ?? null
    );
  }

  /** Shows the faults of the hooks' variables at them, and gives back the others. */
  placeFaults(faults: readonly ProblemFault[]): readonly ProblemFault[] {
    return this.hookFields().reduce((others, field) => field.place(others), faults);
  }
}
