import { expect, it } from 'vitest';
import { pathOfShown, shownPath } from './shown-path.js';

it.each([
  ['/etc/a b ü', '/etc/a b ü'],
  ['/a\nb\t\r', '/a\\nb\\t\\r'],
  ['/\x1b[31m\x7f\x85', '/\\x1b[31m\\x7f\\x85'],
  ['/\u202efdp.exe\u200b', '/\\u202efdp.exe\\u200b'],
  ['/so\u00adft \u3164 tag\u{e0041}', '/so\\xadft \\u3164 tag\\udb40\\udc41'],
  ['/👩\u200d💻 می\u200cخواهم', '/👩\u200d💻 می\u200cخواهم'],
  ['/ad\u200dmin', '/ad\\u200dmin'],
  ['/back\\slash\\n', '/back\\\\slash\\\\n'],
  ['/blank ', '/blank\\x20'],
])('shows %j on one line, and knows it again', (path, shown) => {
  expect(shownPath(path)).toBe(shown);
  expect(pathOfShown(shown)).toBe(path);
});

it('takes a backslash that begins no escape for itself', () => {
  expect(pathOfShown('/a\\b')).toBe('/a\\b');
});
