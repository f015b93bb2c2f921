import type { PresetFinding } from '@hyprbox/contracts';
import type { CodeEditorOptions, CodeEditorSession } from './code-editor-loader';

/** Stands in for CodeMirror in specs, which have no layout: it keeps what it was given. */
export class FakeCodeEditor implements CodeEditorSession {
  private options: CodeEditorOptions | null = null;
  text = '';
  findings: readonly PresetFinding[] = [];
  wentTo: readonly [line: number, column: number] | null = null;
  closed = false;

  readonly load = (): Promise<(options: CodeEditorOptions) => CodeEditorSession> =>
    Promise.resolve((options) => {
      this.options = options;
      this.text = options.text;
      return this;
    });

  get readOnly(): boolean {
    return this.options?.readOnly ?? false;
  }

  /** The user replaces what stands there. */
  type(text: string): void {
    this.text = text;
    this.options?.changed(text);
  }

  replaceText(text: string): void {
    this.type(text);
  }

  showFindings(findings: readonly PresetFinding[]): void {
    this.findings = findings;
  }

  goTo(line: number, column: number): void {
    this.wentTo = [line, column];
  }

  close(): void {
    this.closed = true;
  }
}
