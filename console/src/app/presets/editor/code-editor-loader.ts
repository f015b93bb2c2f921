import { InjectionToken } from '@angular/core';
import type { PresetFinding } from '@hyprbox/contracts';

/** What an editor is opened with. */
export interface CodeEditorOptions {
  readonly parent: HTMLElement;
  readonly text: string;
  readonly readOnly: boolean;
  /** What it is, for a screen reader, and the id of the element that says how it is left by keyboard. */
  readonly label: string;
  readonly describedBy: string;
  /** Of the page's style policy; null where it has none. */
  readonly nonce: string | null;
  /** What stands in it now. */
  readonly changed: (text: string) => void;
}

/** An editor of code as a page uses it. */
export interface CodeEditorSession {
  /** Puts another text in the place of what stands there, which an undo brings back. */
  replaceText(text: string): void;
  showFindings(findings: readonly PresetFinding[]): void;
  /** Puts the cursor there, and the place into sight. Lines and columns count from 1, columns in characters. */
  goTo(line: number, column: number): void;
  close(): void;
}

/** Loads CodeMirror as a chunk of its own, when the first editor is shown. */
export const loadCodeEditor = new InjectionToken<() => Promise<(options: CodeEditorOptions) => CodeEditorSession>>(
  'loadCodeEditor',
  { providedIn: 'root', factory: () => async () => (await import('./code-mirror')).openCodeMirror },
);
