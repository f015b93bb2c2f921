import type { ElementRef } from '@angular/core';
import {
  Component,
  CSP_NONCE,
  DestroyRef,
  effect,
  inject,
  input,
  output,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { PresetFinding } from '@hyprbox/contracts';
import type { CodeEditorSession } from './code-editor-loader';
import { loadCodeEditor } from './code-editor-loader';

const hintId = 'hb-code-editor-hint';

/** Edits a text as code. Loaded when it is shown: the page around it is there before. */
@Component({
  selector: 'hb-code-editor',
  imports: [MatButton],
  template: `
    <div #place class="place">
      @if (state() === 'loading') {
        <div class="hb-skeleton" role="status"><span class="hb-visually-hidden">Loading the editor</span></div>
      } @else if (state() === 'failed') {
        <p class="failed" role="alert">
          The editor could not be loaded.
          <button matButton type="button" (click)="load()">Try again</button>
        </p>
      }
    </div>
    <p class="hint" [id]="hintId">
      @if (readOnly()) {
        Only to read.
      } @else {
        Tab indents. To leave the editor by keyboard press Escape, then Tab. F8 goes to the next problem, Ctrl S saves
        the draft.
      }
    </p>
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      min-width: 0;
      min-height: 0;
      overflow: hidden;
    }
    /* Around it: what lies in the editor would cover a part of it. */
    :host(:has(.cm-focused)) {
      outline: 2px solid var(--hb-link);
      outline-offset: 0;
    }
    .place {
      flex: 1;
      min-height: 0;
    }
    .hb-skeleton {
      display: block;
      height: 100%;
    }
    .failed {
      padding: 12px 14px;
      color: var(--hb-critical-text);
    }
    .hint {
      flex: none;
      padding: 5px 14px;
      font-size: 12px;
      line-height: 16px;
      color: var(--hb-text-secondary);
      border-top: 1px solid var(--hb-line);
    }
  `,
})
export class CodeEditor {
  private readonly loadEditor = inject(loadCodeEditor);
  private readonly nonce = inject(CSP_NONCE, { optional: true });
  private readonly place = viewChild.required<ElementRef<HTMLElement>>('place');
  private readonly session = signal<CodeEditorSession | null>(null);
  private destroyed = false;

  /** What it begins with; afterwards `replaceText` puts another in its place. */
  readonly text = input.required<string>();
  readonly readOnly = input(false);
  readonly label = input.required<string>();
  readonly findings = input<readonly PresetFinding[]>([]);
  readonly changed = output<string>();

  protected readonly hintId = hintId;
  protected readonly state = signal<'loading' | 'ready' | 'failed'>('loading');

  constructor() {
    inject(DestroyRef).onDestroy(() => {
      this.destroyed = true;
      this.session()?.close();
    });
    effect(() => {
      this.place();
      untracked(() => void this.load());
    });
    effect(() => this.session()?.showFindings(this.findings()));
  }

  /** As if the user had typed it: it can be undone. */
  replaceText(text: string): void {
    this.session()?.replaceText(text);
  }

  goTo(line: number, column: number): void {
    this.session()?.goTo(line, column);
  }

  protected async load(): Promise<void> {
    this.state.set('loading');
    try {
      const open = await this.loadEditor();
      if (this.destroyed) return;
      this.state.set('ready');
      const session = open({
        parent: this.place().nativeElement,
        text: this.text(),
        readOnly: this.readOnly(),
        label: this.label(),
        describedBy: hintId,
        nonce: this.nonce,
        changed: (text) => this.changed.emit(text),
      });
      this.session.set(session);
    } catch {
      this.state.set('failed');
    }
  }
}
