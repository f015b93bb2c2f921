import type { Terminal } from '@xterm/xterm';

/** The keys of a log: they scroll, select and copy; Space stops and goes on with following. */
export function handleScrollKey(event: KeyboardEvent, terminal: Terminal, togglePause: () => void): void {
  if (event.type !== 'keydown' || event.altKey) return;
  const action =
    event.ctrlKey || event.metaKey ? selecting(event.key, terminal) : scrolling(event.key, terminal, togglePause);
  if (action === null) return;
  event.preventDefault();
  action();
}

function selecting(key: string, terminal: Terminal): (() => void) | null {
  return key === 'a' ? () => terminal.selectAll() : null;
}

function scrolling(key: string, terminal: Terminal, togglePause: () => void): (() => void) | null {
  switch (key) {
    case 'ArrowUp':
      return () => terminal.scrollLines(-1);
    case 'ArrowDown':
      return () => terminal.scrollLines(1);
    case 'PageUp':
      return () => terminal.scrollPages(-1);
    case 'PageDown':
      return () => terminal.scrollPages(1);
    case 'Home':
      return () => terminal.scrollToTop();
    case 'End':
      return () => terminal.scrollToBottom();
    case ' ':
      return togglePause;
    default:
      return null;
  }
}
