import { Component, computed, ElementRef, inject, input, output } from '@angular/core';
import { toObservable, toSignal } from '@angular/core/rxjs-interop';
import { ReactiveFormsModule } from '@angular/forms';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { MatError, MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { startWith, switchMap } from 'rxjs';
import { Icon } from '../icon/icon';
import type { UsualWaves, WavesForm } from './waves-form';
import { usualOf, usualWaves, waveForm, wavesMost } from './waves-form';

/** How the hosts are cut into waves, one after the other: in a usual way, or wave by wave. */
@Component({
  selector: 'hb-waves-field',
  imports: [
    Icon,
    MatButton,
    MatButtonToggle,
    MatButtonToggleGroup,
    MatError,
    MatFormField,
    MatIconButton,
    MatInput,
    MatLabel,
    ReactiveFormsModule,
  ],
  template: `
    <mat-button-toggle-group
      hideSingleSelectionIndicator
      aria-label="Waves"
      [value]="usual()"
      (change)="choose($event.value)"
    >
      @for (each of usualNames; track each) {
        <mat-button-toggle [value]="each">{{ usualWaves[each].label }}</mat-button-toggle>
      }
    </mat-button-toggle-group>
    <ol>
      @for (wave of form().controls; track wave; let index = $index) {
        <li [formGroup]="wave">
          <span class="number" aria-hidden="true">{{ index + 1 }}</span>
          <mat-form-field>
            <mat-label>Hosts in wave {{ index + 1 }}</mat-label>
            <input matInput autocomplete="off" spellcheck="false" formControlName="size" />
            <mat-error>{{ wave.controls.size.getError('fault') }}</mat-error>
          </mat-form-field>
          <mat-form-field>
            <mat-label>Then wait</mat-label>
            <input matInput autocomplete="off" spellcheck="false" formControlName="soak" />
            <mat-error>{{ wave.controls.soak.getError('fault') }}</mat-error>
          </mat-form-field>
          <button
            matIconButton
            type="button"
            [attr.aria-label]="'Take wave ' + (index + 1) + ' out'"
            [disabled]="form().length === 1"
            disabledInteractive
            (click)="remove(index)"
          >
            <hb-icon name="x" />
          </button>
        </li>
      }
    </ol>
    <p class="quiet" tabindex="-1">
      @if (form().length < most) {
        <button matButton type="button" (click)="add()"><hb-icon name="plus" /> Add a wave</button>
      }
      Hosts that are left over make a last wave.
    </p>
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      gap: 12px;
      align-items: flex-start;
      min-width: 0;
    }
    mat-button-toggle-group {
      flex-wrap: wrap;
      max-width: 100%;
    }
    ol {
      display: flex;
      flex-direction: column;
      gap: 12px;
      align-self: stretch;
      padding: 0;
      margin: 0;
      list-style: none;
    }
    li {
      display: grid;
      grid-template-columns: 18px minmax(0, 1fr) minmax(0, 1fr) 40px;
      gap: 8px;
      align-items: start;
    }
    .number,
    .quiet {
      color: var(--hb-text-secondary);
    }
    .number {
      line-height: 40px;
      font-variant-numeric: tabular-nums;
    }
    .quiet hb-icon {
      width: 14px;
      height: 14px;
      margin-inline-end: 4px;
      vertical-align: -2px;
    }
  `,
})
export class WavesField {
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef);

  readonly form = input.required<WavesForm>();
  /** One of the usual ways was chosen. */
  readonly chosen = output<UsualWaves>();

  protected readonly usualWaves = usualWaves;
  protected readonly usualNames = ['tenth', 'canary', 'atOnce'] as const;
  protected readonly most = wavesMost;
  private readonly changes = toSignal(
    toObservable(this.form).pipe(switchMap((form) => form.valueChanges.pipe(startWith(null)))),
  );
  protected readonly usual = computed(() => {
    this.changes();
    return usualOf(this.form());
  });

  protected choose(usual: UsualWaves): void {
    const form = this.form();
    form.clear({ emitEvent: false });
    form.push(usualWaves[usual].sizes.map((size) => waveForm({ size })));
    this.chosen.emit(usual);
  }

  protected add(): void {
    this.form().push(waveForm());
  }

  /** The button that was pressed is gone: the focus stays with the waves. */
  protected remove(index: number): void {
    if (this.form().length === 1) return;
    this.form().removeAt(index);
    const inputs = this.element.nativeElement.querySelectorAll('input');
    inputs[Math.max(0, index - 1) * 2]?.focus();
  }
}
