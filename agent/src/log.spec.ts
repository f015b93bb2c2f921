import { expect, it } from 'vitest';
import { createLog } from './log.js';

it('writes one line for each entry, whatever the message holds', () => {
  const lines: string[] = [];
  const log = createLog(
    (line) => lines.push(line),
    () => new Date('2026-01-02T03:04:05.678Z'),
  );
  log.warn('two\nlines \x1b[31mred');
  expect(lines).toEqual(['2026-01-02T03:04:05.678Z warn  two lines  [31mred\n']);
});
