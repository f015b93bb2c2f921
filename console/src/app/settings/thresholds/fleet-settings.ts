import type { OnInit } from '@angular/core';
import { Component, DestroyRef, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { Settings, Thresholds } from '@hyprbox/contracts';
import { NodesApi } from '../../core/api/nodes.api';
import { SettingsApi } from '../../core/api/settings.api';
import { Session } from '../../core/session/session';
import { FailureState } from '../../shared/page-state/failure-state';
import { ApprovalSettingsEditor } from './approval-settings';
import { PresetSettingsEditor } from './preset-settings';
import { SettingsEditor } from './settings-editor';
import { figures } from './settings-fields';

/** The fleet's thresholds and retention for who manages them; to the others, the thresholds that hosts are judged by. */
@Component({
  selector: 'hb-fleet-settings',
  imports: [ApprovalSettingsEditor, FailureState, PresetSettingsEditor, SettingsEditor],
  templateUrl: './fleet-settings.html',
  styleUrl: './fleet-settings.scss',
})
export class FleetSettings implements OnInit {
  private readonly settingsApi = inject(SettingsApi);
  private readonly nodesApi = inject(NodesApi);
  private readonly owner = inject(DestroyRef);
  private readonly mayManage = inject(Session).can('settings.manage');

  /** For who manages them; null while they are being loaded. */
  protected readonly settings = signal<Settings | null>(null);
  /** For the others; null while they are being loaded. */
  protected readonly thresholds = signal<Thresholds | null>(null);
  protected readonly error = signal<unknown>(null);
  protected readonly figures = figures;
  protected readonly placeholders = [1, 2, 3];

  ngOnInit(): void {
    this.load();
  }

  protected load(): void {
    this.error.set(null);
    if (this.mayManage) this.loadSettings();
    else this.loadThresholds();
  }

  private loadSettings(): void {
    this.settingsApi
      .get()
      .pipe(takeUntilDestroyed(this.owner))
      .subscribe({
        next: (settings) => this.settings.set(settings),
        error: (error: unknown) => this.error.set(error),
      });
  }

  private loadThresholds(): void {
    this.nodesApi
      .summary()
      .pipe(takeUntilDestroyed(this.owner))
      .subscribe({
        next: ({ thresholds }) => this.thresholds.set(thresholds),
        error: (error: unknown) => this.error.set(error),
      });
  }
}
