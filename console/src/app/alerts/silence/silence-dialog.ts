import { Component, inject } from '@angular/core';
import { takeUntilDestroyed, toSignal } from '@angular/core/rxjs-interop';
import type { ValidatorFn } from '@angular/forms';
import { NonNullableFormBuilder, ReactiveFormsModule } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import type { MatDialog } from '@angular/material/dialog';
import {
  MAT_DIALOG_DATA,
  MatDialogActions,
  MatDialogClose,
  MatDialogContent,
  MatDialogRef,
  MatDialogTitle,
} from '@angular/material/dialog';
import { MatError, MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatRadioButton, MatRadioGroup } from '@angular/material/radio';
import type { Alert, AlertWindow } from '@hyprbox/contracts';
import { alertLimits } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { AlertsApi } from '../../core/api/alerts.api';
import { outlinedFields } from '../../shared/form/outlined-fields';
import { ProblemMessage } from '../../shared/form/problem-message';
import { Submission } from '../../shared/form/submission';
import { fromLocalInput, toLocalInput } from '../../shared/time/local-input';
import type { SilenceSpan } from './silence-spans';
import { silenceSpans, spanEnd, spanWords } from './silence-spans';

/** Hosts that are named; beyond that they are counted. */
const namedHosts = 5;
const day = 24 * 60 * 60 * 1000;

/** Keeps the hosts of alerts quiet for a time. Closes with the window that it has made. */
@Component({
  selector: 'hb-silence-dialog',
  imports: [
    MatButton,
    MatDialogActions,
    MatDialogClose,
    MatDialogContent,
    MatDialogTitle,
    MatError,
    MatFormField,
    MatInput,
    MatLabel,
    MatRadioButton,
    MatRadioGroup,
    ProblemMessage,
    ReactiveFormsModule,
  ],
  providers: [outlinedFields],
  template: `
    <h2 mat-dialog-title>Silence {{ hostWords }}</h2>
    <form [formGroup]="form" (ngSubmit)="silence()">
      <mat-dialog-content>
        <p>
          Nobody is told of anything on {{ hosts.length === 1 ? 'this host' : 'these hosts' }} until then. What still
          fires when it ends is told as one message.
        </p>
        @if (hostless > 0) {
          <p class="quiet">{{ hostlessWords }}</p>
        }
        @if (tooMany) {
          <p class="failed" role="alert">
            A silence names at most {{ most }} hosts. Make a window by their tags instead.
          </p>
        }
        <mat-radio-group formControlName="span" aria-label="For how long">
          @for (span of spans; track span) {
            <mat-radio-button [value]="span">{{ words[span] }}</mat-radio-button>
          }
        </mat-radio-group>
        @if (span() === 'custom') {
          <mat-form-field>
            <mat-label>Until</mat-label>
            <input matInput type="datetime-local" formControlName="until" />
            <mat-error>{{ form.controls.until.getError('fault') }}</mat-error>
          </mat-form-field>
        }
        @if (submission.problem(); as problem) {
          <hb-problem-message [problem]="problem" [fault]="problem.faults[0]?.detail ?? null" />
        }
      </mat-dialog-content>
      <mat-dialog-actions align="end">
        <button matButton="outlined" type="button" mat-dialog-close [disabled]="submission.busy()">Cancel</button>
        <button matButton="filled" type="submit" [disabled]="submission.busy() || tooMany" disabledInteractive>
          {{ submission.busy() ? 'Silencing…' : 'Silence' }}
        </button>
      </mat-dialog-actions>
    </form>
  `,
  styles: `
    mat-dialog-content {
      display: flex;
      flex-direction: column;
      gap: 12px;
    }
    mat-radio-group {
      display: flex;
      flex-direction: column;
    }
    .quiet {
      color: var(--hb-text-secondary);
    }
    .failed {
      color: var(--hb-critical-text);
    }
  `,
})
export class SilenceDialog {
  private readonly api = inject(AlertsApi);
  private readonly dialog = inject<MatDialogRef<SilenceDialog, AlertWindow>>(MatDialogRef);
  private readonly alerts = inject<readonly Alert[]>(MAT_DIALOG_DATA);

  protected readonly spans = silenceSpans;
  protected readonly words = spanWords;
  protected readonly most = alertLimits.selectorEntries;
  protected readonly hosts = hostsOf(this.alerts);
  protected readonly hostWords = namesOf(this.hosts);
  protected readonly tooMany = this.hosts.length > alertLimits.selectorEntries;
  /** Alerts that are of no host, which a window cannot name. */
  protected readonly hostless = this.alerts.filter(({ target }) => target.nodeId === undefined).length;
  protected readonly hostlessWords =
    this.hostless === 1
      ? 'One of the alerts is of no host, and stays as it is.'
      : `${this.hostless} of the alerts are of no host, and stay as they are.`;

  protected readonly submission = new Submission();
  protected readonly form = inject(NonNullableFormBuilder).group({
    span: ['1h' as SilenceSpan],
    until: [{ value: toLocalInput(new Date(Date.now() + day).toISOString()), disabled: true }, ahead],
  });
  protected readonly span = toSignal(this.form.controls.span.valueChanges, { initialValue: '1h' as const });

  constructor() {
    const { span, until } = this.form.controls;
    // The field that is not shown has no say in whether the form is filled in rightly.
    span.valueChanges.pipe(takeUntilDestroyed()).subscribe((chosen) => {
      if (chosen === 'custom') until.enable();
      else until.disable();
    });
  }

  protected async silence(): Promise<void> {
    if (this.tooMany) return;
    const from = new Date();
    const { span, until } = this.form.getRawValue();
    const to = spanEnd(span, from)?.toISOString() ?? fromLocalInput(until) ?? '';
    await this.submission.submit(this.form, async () => {
      const name = `Silence of ${this.hostWords}`.slice(0, alertLimits.ruleNameLength);
      const selector = { nodeIds: [...this.hosts] };
      const request = { name, kind: 'SILENCE', selector, from: from.toISOString(), to } as const;
      this.dialog.close(await firstValueFrom(this.api.windows.create(request)));
    });
  }
}

/** Null when the dialog was left, or there is no host to be silenced. */
export async function silenceHosts(dialog: MatDialog, alerts: readonly Alert[]): Promise<AlertWindow | null> {
  if (hostsOf(alerts).length === 0) return null;
  const opened = dialog.open<SilenceDialog, readonly Alert[], AlertWindow>(SilenceDialog, {
    data: alerts,
    width: '460px',
  });
  return (await firstValueFrom(opened.afterClosed())) ?? null;
}

function hostsOf(alerts: readonly Alert[]): readonly string[] {
  return [...new Set(alerts.flatMap(({ target: { nodeId } }) => (nodeId === undefined ? [] : [nodeId])))].sort();
}

function namesOf(hosts: readonly string[]): string {
  return hosts.length > namedHosts ? `${hosts.length} hosts` : hosts.join(', ');
}

const ahead: ValidatorFn = ({ value }) => {
  const instant = fromLocalInput(String(value));
  if (instant === null) return { fault: 'Say until when.' };
  const away = Date.parse(instant) - Date.now();
  if (away <= 0) return { fault: 'This is over already.' };
  return away / 1000 > alertLimits.windowSecondsLongest ? { fault: 'A silence is at most 90 days long.' } : null;
};
