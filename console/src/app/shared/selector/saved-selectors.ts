import {
  afterNextRender,
  Component,
  ElementRef,
  inject,
  Injector,
  input,
  output,
  signal,
  viewChild,
} from '@angular/core';
import { FormControl, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { MatSnackBar } from '@angular/material/snack-bar';
import type { SavedSelector, Selector } from '@hyprbox/contracts';
import { limits } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { SelectorsApi } from '../../core/api/selectors.api';
import { Session } from '../../core/session/session';
import { ProblemMessage } from '../form/problem-message';
import { Submission } from '../form/submission';
import { selectorWords } from './selector-words';

/** How long the word of what was saved stays, in milliseconds. */
const wordShown = 6_000;

/** Selections of hosts that have a name: one of them is taken, or what is selected is saved as another. */
@Component({
  selector: 'hb-saved-selectors',
  imports: [
    MatButton,
    MatFormField,
    MatInput,
    MatLabel,
    MatMenu,
    MatMenuItem,
    MatMenuTrigger,
    ProblemMessage,
    ReactiveFormsModule,
  ],
  template: `
    <div class="row">
      <button matButton type="button" [matMenuTriggerFor]="menu" (menuOpened)="load()">Saved selectors</button>
      <mat-menu #menu="matMenu">
        @for (each of saved(); track each.name) {
          <button mat-menu-item type="button" (click)="taken.emit(each.selector)">
            {{ each.name }} <span class="quiet">{{ words(each.selector) }}</span>
          </button>
        } @empty {
          <p class="none">{{ word() }}</p>
        }
      </mat-menu>
      @if (maySave && selector() !== null && !isNaming()) {
        <button #saveButton matButton type="button" (click)="ask(true)">Save this selector</button>
      }
    </div>
    @if (isNaming()) {
      <div class="row">
        <mat-form-field subscriptSizing="dynamic">
          <mat-label>Its name</mat-label>
          <input
            #nameField
            matInput
            autocomplete="off"
            [attr.maxlength]="nameLength"
            [formControl]="name"
            (keydown.enter)="$event.preventDefault(); save()"
            (keydown.escape)="$event.stopPropagation(); leave()"
          />
        </mat-form-field>
        <button matButton="outlined" type="button" disabledInteractive [disabled]="submission.busy()" (click)="save()">
          Save
        </button>
        <button matButton type="button" (click)="leave()">Cancel</button>
      </div>
      @if (submission.problem(); as problem) {
        <hb-problem-message [problem]="problem" />
      }
    }
  `,
  styles: `
    :host {
      display: block;
      align-self: stretch;
    }
    .row {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
      align-items: center;
    }
    .quiet {
      color: var(--hb-text-secondary);
    }
    .none {
      padding: 0 16px;
      color: var(--hb-text-secondary);
    }
  `,
})
export class SavedSelectors {
  private readonly api = inject(SelectorsApi);
  private readonly snackBar = inject(MatSnackBar);

  private readonly injector = inject(Injector);
  private readonly nameField = viewChild<ElementRef<HTMLElement>>('nameField');
  private readonly saveButton = viewChild<unknown, ElementRef<HTMLElement>>('saveButton', { read: ElementRef });

  /** What is selected; null while that is nothing. */
  readonly selector = input.required<Selector | null>();
  /** One that was chosen. */
  readonly taken = output<Selector>();

  protected readonly nameLength = limits.nameLength;
  protected readonly maySave = inject(Session).can('job.run');
  protected readonly saved = signal<readonly SavedSelector[]>([]);
  /** What the menu says while it has none. */
  protected readonly word = signal('Loading …');
  protected readonly isNaming = signal(false);
  protected readonly name = new FormControl('', { nonNullable: true, validators: Validators.required });
  protected readonly submission = new Submission();
  protected readonly words = selectorWords;

  /** Read when the menu opens: most forms are filled in without it. */
  protected async load(): Promise<void> {
    try {
      const { items } = await firstValueFrom(this.api.list({ limit: limits.pageMax }));
      this.saved.set(items);
      this.word.set('None is saved yet.');
    } catch {
      this.word.set('They could not be loaded. Open this again.');
    }
  }

  protected async save(): Promise<void> {
    const selector = this.selector();
    if (selector === null) return;
    const name = this.name.value.trim();
    const done = await this.submission.submit(this.name, () => firstValueFrom(this.api.save(name, selector)));
    if (!done) return;
    this.leave();
    this.snackBar.open(`Saved as ${name}.`, undefined, { duration: wordShown });
  }

  protected leave(): void {
    this.ask(false);
    this.name.reset();
    this.submission.forget();
  }

  /** What was pressed is gone: the focus goes on to what has come instead. */
  protected ask(isNaming: boolean): void {
    this.isNaming.set(isNaming);
    const next = (): HTMLElement | undefined => (isNaming ? this.nameField() : this.saveButton())?.nativeElement;
    afterNextRender(() => next()?.focus(), { injector: this.injector });
  }
}
