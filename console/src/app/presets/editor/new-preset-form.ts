import { Component, computed, effect, ElementRef, inject, Injector, input, output, signal } from '@angular/core';
import { rxResource, toSignal } from '@angular/core/rxjs-interop';
import { NonNullableFormBuilder, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatError, MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatRadioButton, MatRadioGroup } from '@angular/material/radio';
import { RouterLink } from '@angular/router';
import { authoringLimits, presetNamePattern } from '@hyprbox/contracts';
import { firstValueFrom } from 'rxjs';
import { PresetsApi } from '../../core/api/presets.api';
import { healing } from '../../core/recovery/when-recovered';
import { focusFirstFault } from '../../shared/form/focus-first-fault';
import { ProblemMessage } from '../../shared/form/problem-message';
import { Submission } from '../../shared/form/submission';
import { FailureState } from '../../shared/page-state/failure-state';
import { presetTemplate, withoutVersion } from './preset-template';
import { staleDraftOf } from './stale-draft';

type Beginning = 'template' | 'copy' | 'file';

/** Characters of a preset's name. */
const nameLength = 64;

/** Asks for the name of a new preset and what it begins with, and saves that as its first draft. */
@Component({
  selector: 'hb-new-preset-form',
  imports: [
    FailureState,
    MatButton,
    MatError,
    MatFormField,
    MatHint,
    MatInput,
    MatLabel,
    MatRadioButton,
    MatRadioGroup,
    ProblemMessage,
    ReactiveFormsModule,
    RouterLink,
  ],
  templateUrl: './new-preset-form.html',
  styleUrl: './new-preset-form.scss',
})
export class NewPresetForm {
  private readonly api = inject(PresetsApi);
  private readonly injector = inject(Injector);
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef);

  /** A preset to copy. */
  readonly from = input<string>();
  /** The name of the preset whose draft is there now. */
  readonly created = output<string>();

  protected readonly form = inject(NonNullableFormBuilder).group({
    name: ['', [Validators.required, Validators.pattern(presetNamePattern)]],
    beginning: ['template' as Beginning],
  });
  private readonly typed = toSignal(this.form.controls.name.valueChanges, { initialValue: '' });
  protected readonly beginning = toSignal(this.form.controls.beginning.valueChanges, { initialValue: 'template' });
  protected readonly original = healing(
    rxResource({ params: () => this.from(), stream: ({ params }) => this.api.get(params) }),
  );
  protected readonly file = signal<{ name: string; source: string } | null>(null);
  protected readonly fileProblem = signal<string | null>(null);
  protected readonly submission = new Submission();
  /** The name is another preset's, or its draft's, which one may go on with. */
  protected readonly taken = signal<string | null>(null);
  protected readonly nameTaken = computed(() => this.taken() !== null && this.taken() === this.typed());

  constructor() {
    effect(() => {
      const from = this.from();
      if (from !== undefined) this.form.setValue({ name: `my-${from}`.slice(0, nameLength), beginning: 'copy' });
    });
  }

  protected async readFile(files: FileList | null): Promise<void> {
    const chosen = files?.item(0) ?? null;
    this.file.set(null);
    this.fileProblem.set(null);
    if (chosen === null) return;
    if (chosen.size > authoringLimits.sourceBytes) {
      this.fileProblem.set(`${chosen.name} is larger than ${authoringLimits.sourceBytes / 1024} KiB.`);
      return;
    }
    try {
      const source = new TextDecoder('utf-8', { fatal: true }).decode(await chosen.arrayBuffer());
      this.file.set({ name: chosen.name, source });
      const name = chosen.name.replace(/\.sh$/, '');
      if (this.form.controls.name.value === '' && presetNamePattern.test(name)) this.form.controls.name.setValue(name);
    } catch {
      this.fileProblem.set(`${chosen.name} could not be read as a text in UTF-8.`);
    }
  }

  protected async create(): Promise<void> {
    this.taken.set(null);
    const source = this.source();
    if (source === null) {
      this.form.markAllAsTouched();
      if (this.beginning() === 'file') this.fileProblem.update((problem) => problem ?? 'Choose the file.');
      focusFirstFault(this.element.nativeElement, this.injector);
      return;
    }
    const { name } = this.form.getRawValue();
    const done = await this.submission.submit(this.form, async () => {
      try {
        await firstValueFrom(this.api.draft.save(name, { source, basedOn: 0, revision: 0 }));
      } catch (error) {
        if (staleDraftOf(error) === null) throw error;
        this.taken.set(name);
      }
    });
    if (done && this.taken() === null) this.created.emit(name);
  }

  private source(): string | null {
    switch (this.beginning()) {
      case 'template':
        return presetTemplate(this.form.getRawValue().name);
      case 'copy':
        return this.original.hasValue() ? withoutVersion(this.original.value().template) : null;
      case 'file':
        return this.file() === null ? null : withoutVersion(this.file()?.source ?? '');
    }
  }
}
