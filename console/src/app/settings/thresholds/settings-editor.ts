import { Component, computed, DestroyRef, effect, inject, input, output, signal, untracked } from '@angular/core';
import { ReactiveFormsModule } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatError, MatFormField, MatLabel, MatSuffix } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import type { Settings, SettingsChange } from '@hyprbox/contracts';
import { longestRetention } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { SettingsApi } from '../../core/api/settings.api';
import { Drafts } from '../../core/session/drafts';
import { Session } from '../../core/session/session';
import { FleetThresholds } from '../../core/thresholds/thresholds';
import { confirm } from '../../shared/confirm-dialog/confirm-dialog';
import { outlinedFields } from '../../shared/form/outlined-fields';
import { Submission } from '../../shared/form/submission';
import { figures, histories } from './settings-fields';
import { applyEdits, changeOf, edits, settingsForm, shortened } from './settings-form';
import { SaveState } from './save-state';

const draftKey = 'settings/fleet';

/** Edits the fleet's settings. What is not saved yet outlives a session that the server ends. */
@Component({
  selector: 'hb-settings-editor',
  imports: [MatButton, MatError, MatFormField, MatInput, MatLabel, MatSuffix, ReactiveFormsModule, SaveState],
  providers: [outlinedFields],
  templateUrl: './settings-editor.html',
  styleUrl: './settings-editor.scss',
})
export class SettingsEditor {
  private readonly api = inject(SettingsApi);
  private readonly drafts = inject(Drafts);
  private readonly session = inject(Session);
  private readonly dialog = inject(MatDialog);
  private readonly owner = inject(DestroyRef);
  private readonly thresholds = inject(FleetThresholds);

  /** As they are in force. */
  readonly settings = input.required<Settings>();
  /** The settings as the server has them after a change. */
  readonly saved = output<Settings>();

  protected readonly figures = figures;
  protected readonly histories = histories;
  protected readonly longest = longestRetention;
  protected readonly form = computed(() => settingsForm(this.settings()));
  protected readonly unsaved = signal(false);
  protected readonly submission = new Submission();
  protected readonly done = signal(false);

  constructor() {
    effect((onCleanup) => {
      const form = this.form();
      untracked(() => {
        applyEdits(form, this.drafts.find(draftKey));
        this.notice();
      });
      const changes = form.valueChanges.subscribe(() => {
        this.done.set(false);
        this.submission.forget();
        this.notice();
      });
      onCleanup(() => changes.unsubscribe());
    });
    this.owner.onDestroy(() => {
      // Whoever leaves by their own will begins anew next time.
      if (!this.session.endedByServer()) this.drafts.discard(draftKey);
    });
  }

  protected undo(): void {
    this.form().reset(this.settings());
  }

  protected async save(): Promise<void> {
    const form = this.form();
    form.markAllAsTouched();
    const change = changeOf(form, this.settings());
    if (form.invalid || change === null || this.submission.busy() || !(await this.agreed(change))) return;
    await this.submission.send(async () => {
      const settings = await firstValueFrom(this.api.update(change));
      this.drafts.discard(draftKey);
      this.thresholds.adopt(settings.thresholds);
      if (this.owner.destroyed) return;
      this.done.set(true);
      this.saved.emit(settings);
    });
  }

  /** Keeps what differs, and only that: what others change in the meantime is not overwritten with it. */
  private notice(): void {
    const found = edits(this.form(), this.settings());
    this.unsaved.set(Object.keys(found).length > 0);
    if (this.unsaved()) this.drafts.keep(draftKey, found);
    else this.drafts.discard(draftKey);
  }

  private async agreed(change: SettingsChange): Promise<boolean> {
    const less = shortened(change, this.settings());
    if (less.length === 0) return true;
    return confirm(this.dialog, {
      title: 'Keep less history?',
      detail: `What is older than the new limit is deleted for good: ${less.join(', ').toLowerCase()}.`,
      action: 'Save and delete',
      decline: 'Cancel',
    });
  }
}
