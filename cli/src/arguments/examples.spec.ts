import { describe, expect, it } from 'vitest';
import { renderExamples } from './examples.js';

describe('examples in a help', () => {
  it('keeps each command whole on its line, its meaning below', () => {
    expect(renderExamples([['status --watch', 'Keep looking']], 80)).toBe(
      'Examples:\n  hyprbox status --watch\n      Keep looking',
    );
  });

  it('goes on behind a backslash, so that what is too wide can still be copied', () => {
    const long = `preset apply postgresql --node db-1 --set database=app --set role=app --set password=env:DB`;
    const lines = renderExamples([[long, 'x']], 60)
      .split('\n')
      .slice(1, -1);
    expect(lines).toEqual([
      '  hyprbox preset apply postgresql --node db-1 \\',
      '    --set database=app --set role=app \\',
      '    --set password=env:DB',
    ]);
    const copied = lines.join('\n').replace(/\\\n/g, '').replace(/\s+/g, ' ').trim();
    expect(copied).toBe(`hyprbox ${long}`);
  });
});
