import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const control = {
  color: 'var(--hb-text)',
  background: 'var(--hb-surface)',
  border: '1px solid var(--hb-line-strong)',
  borderRadius: '6px',
  fontFamily: 'var(--hb-font)',
  fontSize: '12px',
};

/** The console's own tokens, which have a value for each theme: nothing is to be done when it changes. */
const look = EditorView.theme({
  '&': { height: '100%', color: 'var(--hb-text)', backgroundColor: 'var(--hb-surface)', fontSize: '12.5px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--hb-font-mono)', lineHeight: '1.5', fontFeatureSettings: "'calt' 0" },
  '.cm-content': { padding: '8px 0', caretColor: 'var(--hb-text)' },
  '.cm-cursor': { borderLeftColor: 'var(--hb-text)' },
  '.cm-gutters': {
    color: 'var(--hb-text-secondary)',
    backgroundColor: 'var(--hb-surface)',
    borderRight: '1px solid var(--hb-line)',
  },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--hb-raised) 55%, transparent)' },
  '.cm-activeLineGutter': { color: 'var(--hb-text)', backgroundColor: 'var(--hb-raised)' },
  '& > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground':
    { background: 'color-mix(in srgb, var(--hb-accent) 32%, transparent)' },
  '.cm-selectionMatch': { backgroundColor: 'color-mix(in srgb, var(--hb-accent) 20%, transparent)' },
  '.cm-searchMatch': { backgroundColor: 'color-mix(in srgb, var(--hb-warning) 30%, transparent)' },
  '.cm-searchMatch-selected': { outline: '1px solid var(--hb-warning)' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--hb-accent-soft)', outline: '1px solid var(--hb-link)' },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'var(--hb-critical-soft)' },
  '.cm-specialChar': { color: 'var(--hb-critical-text)' },
  '.cm-lintRange': {
    backgroundImage: 'none',
    paddingBottom: '0',
    textDecoration: 'wavy underline 1px',
    textUnderlineOffset: '3px',
  },
  '.cm-lintRange-error': { textDecorationColor: 'var(--hb-critical)' },
  '.cm-lintRange-warning': { textDecorationColor: 'var(--hb-warning)' },
  '.cm-lintRange-info, .cm-lintRange-hint': { textDecorationColor: 'var(--hb-link)' },
  '.cm-lintPoint-error:after': { borderBottomColor: 'var(--hb-critical)' },
  '.cm-lintPoint-warning:after': { borderBottomColor: 'var(--hb-warning)' },
  '.cm-tooltip': {
    maxWidth: 'min(520px, 90vw)',
    color: 'var(--hb-text)',
    backgroundColor: 'var(--hb-raised)',
    border: '1px solid var(--hb-line-strong)',
    borderRadius: 'var(--hb-radius-control)',
    fontFamily: 'var(--hb-font)',
    overflow: 'hidden',
  },
  '.cm-diagnostic': { padding: '6px 10px', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
  '.cm-diagnosticSource': { color: 'var(--hb-text-secondary)', opacity: '1' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--hb-critical)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--hb-warning)' },
  '.cm-diagnostic-info, .cm-diagnostic-hint': { borderLeftColor: 'var(--hb-link)' },
  '.cm-panels': { color: 'var(--hb-text)', backgroundColor: 'var(--hb-raised)', fontFamily: 'var(--hb-font)' },
  '.cm-panels.cm-panels-top': { borderBottom: '1px solid var(--hb-line)' },
  '.cm-panel.cm-search': { padding: '6px 28px 6px 8px' },
  '.cm-panel.cm-search label': { fontSize: '12px' },
  '.cm-textfield': { ...control, padding: '3px 6px' },
  '.cm-button': { ...control, padding: '3px 8px', backgroundImage: 'none', cursor: 'pointer' },
  '.cm-panel.cm-search [name=close]': { color: 'var(--hb-text)', fontSize: '18px' },
});

const colours = HighlightStyle.define([
  { tag: tags.comment, color: 'var(--hb-text-secondary)', fontStyle: 'italic' },
  { tag: tags.string, color: 'var(--hb-link)' },
  { tag: tags.definition(tags.variableName), color: 'var(--hb-warning-text)' },
  { tag: tags.keyword, color: 'var(--hb-link)', fontWeight: '600' },
]);

export const codeTheme: Extension = [look, syntaxHighlighting(colours)];
