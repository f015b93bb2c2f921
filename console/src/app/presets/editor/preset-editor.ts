import { BreakpointObserver } from '@angular/cdk/layout';
import type { OnInit } from '@angular/core';
import {
  afterNextRender,
  Component,
  computed,
  effect,
  inject,
  Injector,
  input,
  output,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { FormControl } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatButtonToggle, MatButtonToggleGroup } from '@angular/material/button-toggle';
import { RouterLink } from '@angular/router';
import type { PresetFinding, VariableValues } from '@hyprbox/contracts';
import { Session } from '../../core/session/session';
import { ProblemMessage } from '../../shared/form/problem-message';
import { ScriptView } from '../../shared/script-view/script-view';
import { RelativeTime } from '../../shared/time/relative-time';
import { readOnlyWords } from '../preset-words';
import { ChangesView } from './changes-view';
import { CodeEditor } from './code-editor';
import { DraftOrders } from './draft-orders';
import { EditedDraft } from './edited-draft';
import { FormPreview } from './form-preview';
import { MeanwhileNote } from './meanwhile-note';
import type { OpenedPreset } from './opened-preset';
import { ProblemList } from './problem-list';
import { SourceLint } from './source-lint';

type View = 'source' | 'problems' | 'form' | 'script' | 'changes';

/** Under this there is room for one of source, form, script and so on at a time. */
const narrow = '(width < 1000px)';

/** A preset's source, and beside it what becomes of it. */
@Component({
  selector: 'hb-preset-editor',
  imports: [
    ChangesView,
    CodeEditor,
    FormPreview,
    MatButton,
    MatButtonToggle,
    MatButtonToggleGroup,
    MeanwhileNote,
    ProblemList,
    ProblemMessage,
    RelativeTime,
    RouterLink,
    ScriptView,
  ],
  providers: [DraftOrders, EditedDraft, SourceLint],
  host: {
    '(document:keydown)': 'press($event)',
    '(window:beforeunload)': 'warn($event)',
  },
  templateUrl: './preset-editor.html',
  styleUrl: './preset-editor.scss',
})
export class PresetEditor implements OnInit {
  private readonly injector = inject(Injector);
  private readonly orders = inject(DraftOrders);
  protected readonly draft = inject(EditedDraft);
  protected readonly lint = inject(SourceLint);
  private readonly editor = viewChild.required(CodeEditor);

  readonly opened = input.required<OpenedPreset>();
  /** The editor has nothing more to do: with the preset's name where there is still one of it. */
  readonly left = output<string | null>();

  protected readonly values = new FormControl<VariableValues>({}, { nonNullable: true });
  private readonly isNarrow = toSignal(inject(BreakpointObserver).observe(narrow), { requireSync: true });
  protected readonly oneAtATime = computed(() => this.isNarrow().matches);
  private readonly chosen = signal<View>('source');
  /** Where both have room the source is always there, and the problems are beside it at first. */
  protected readonly view = computed<View>(() => {
    const chosen = this.chosen();
    return chosen === 'source' && !this.oneAtATime() ? 'problems' : chosen;
  });

  protected readonly readOnly = computed(() => readOnlyWords(this.opened().preset));
  protected readonly mayPublish = inject(Session).can('preset.publish');
  protected readonly hasDraft = computed(() => this.draft.draft() !== null || this.draft.isDirty());
  protected readonly busy = computed(() => this.draft.saving.busy());
  protected readonly scriptFaults = computed(() =>
    (this.lint.result()?.valueFaults ?? []).map(
      ({ pointer, detail }) => `${pointer.split('/').at(-1) ?? ''} ${detail}`,
    ),
  );
  private readonly changedValues = toSignal(this.values.valueChanges, { initialValue: {} });

  constructor() {
    effect(() => {
      const source = this.draft.text();
      const variables = this.changedValues();
      untracked(() => this.look(source, variables));
    });
  }

  ngOnInit(): void {
    this.draft.open(this.opened());
  }

  protected show(view: View): void {
    this.chosen.set(view);
  }

  protected goTo({ line, column }: PresetFinding): void {
    if (!this.oneAtATime()) {
      this.editor().goTo(line, column);
      return;
    }
    this.show('source');
    // What is not shown cannot have the focus.
    afterNextRender(() => this.editor().goTo(line, column), { injector: this.injector });
  }

  protected async save(): Promise<boolean> {
    const { name } = this.opened();
    const stale = await this.draft.save();
    if (stale === null) return this.draft.saving.problem() === null;
    switch (await this.orders.askAboutStale({ name, stale, mine: this.draft.text() })) {
      case 'mine':
        this.draft.rebase(stale);
        return this.save();
      case 'theirs':
        await this.draft.readTheirs(stale);
        if (this.draft.saving.problem() === null) {
          this.editor().replaceText(this.draft.text());
          this.orders.say('What they wrote is here now. Undo brings yours back.');
        }
        return false;
      case null:
        return false;
    }
  }

  protected async publish(): Promise<void> {
    if (!(await this.saveFirst())) return;
    const { name } = this.opened();
    const published = await this.orders.publish({ name, revision: this.draft.draft()?.revision });
    if (published === null) return;
    this.orders.say(`Version ${published.version} is published.`);
    this.left.emit(name);
  }

  protected async test(): Promise<void> {
    if (!(await this.saveFirst())) return;
    const revision = this.draft.draft()?.revision;
    const variables = this.lint.result()?.preset?.variables ?? [];
    void this.orders.test({ name: this.opened().name, revision, variables, values: this.values.value });
  }

  protected async discard(): Promise<void> {
    const { name, preset } = this.opened();
    if (!(await this.orders.confirmDiscard(preset.version))) return;
    if (!(await this.draft.discard(preset))) return;
    if (preset.version === 0) this.left.emit(null);
    else this.left.emit(name);
  }

  /** What came back from the browser's storage is not wanted any more. */
  protected dropTyped(): void {
    this.draft.dropTyped();
    this.editor().replaceText(this.draft.text());
  }

  protected press(event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== 's') return;
    event.preventDefault();
    if (this.readOnly() === null && this.draft.isDirty() && !this.busy() && !this.orders.isAsking()) void this.save();
  }

  protected warn(event: BeforeUnloadEvent): void {
    if (this.draft.isDirty()) event.preventDefault();
  }

  private look(source: string, variables: VariableValues): void {
    const { name } = this.opened();
    // The name of a built-in one is taken, by itself.
    this.lint.order({ source, variables, ...(this.readOnly() === null ? { name } : {}) });
  }

  private async saveFirst(): Promise<boolean> {
    return this.draft.draft() !== null && !this.draft.isDirty() ? true : this.save();
  }
}
