import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, indentUnit, StreamLanguage } from '@codemirror/language';
import { shell } from '@codemirror/legacy-modes/mode/shell';
import type { Diagnostic } from '@codemirror/lint';
import { lintGutter, nextDiagnostic, previousDiagnostic, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import type { Extension } from '@codemirror/state';
import { EditorState } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import type { FindingLevel, PresetFinding } from '@hyprbox/contracts';
import type { CodeEditorOptions, CodeEditorSession } from './code-editor-loader';
import { codeTheme } from './code-theme';
import { placeOf, rangeOf } from './text-places';

const severities = { ERROR: 'error', WARNING: 'warning', INFO: 'info', STYLE: 'hint' } as const satisfies Record<
  FindingLevel,
  Diagnostic['severity']
>;

/** An editor for a preset's file. Line ends of Windows become those of Unix as soon as something is typed. */
export function openCodeMirror(options: CodeEditorOptions): CodeEditorSession {
  const view = new EditorView({
    parent: options.parent,
    state: EditorState.create({ doc: options.text, extensions: extensionsOf(options) }),
  });
  return {
    replaceText: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    showFindings: (findings) =>
      view.dispatch(
        setDiagnostics(
          view.state,
          findings.map((finding) => diagnosticOf(finding, view.state)),
        ),
      ),
    goTo: (line, column) => {
      const anchor = placeOf(line, column, view.state.doc);
      view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
      view.focus();
    },
    close: () => view.destroy(),
  };
}

function extensionsOf({ label, describedBy, readOnly, nonce, changed }: CodeEditorOptions): Extension[] {
  return [
    nonce === null ? [] : EditorView.cspNonce.of(nonce),
    lintGutter(),
    lineNumbers(),
    highlightActiveLineGutter(),
    highlightSpecialChars(),
    history(),
    drawSelection(),
    indentUnit.of('  '),
    StreamLanguage.define(shell),
    bracketMatching(),
    highlightActiveLine(),
    highlightSelectionMatches(),
    search({ top: true }),
    codeTheme,
    EditorState.readOnly.of(readOnly),
    EditorView.contentAttributes.of({
      'aria-label': label,
      'aria-describedby': describedBy,
      'aria-readonly': String(readOnly),
      autocapitalize: 'off',
      spellcheck: 'false',
      // It can have the focus without it, too: this tells those who look at attributes alone.
      tabindex: '0',
    }),
    keymap.of([
      { key: 'F8', run: nextDiagnostic, shift: previousDiagnostic },
      ...searchKeymap,
      ...historyKeymap,
      ...defaultKeymap,
      // Escape lets the next Tab leave the editor: the view itself sees to that.
      indentWithTab,
    ]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) changed(update.state.doc.toString());
    }),
  ];
}

function diagnosticOf(finding: PresetFinding, { doc }: EditorState): Diagnostic {
  const { level, code, message } = finding;
  return { ...rangeOf(finding, doc), severity: severities[level], source: code, message };
}
