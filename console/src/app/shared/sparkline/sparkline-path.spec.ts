import { sparklinePath } from './sparkline-path';

describe('sparklinePath', () => {
  it('draws a line through the values, zero at the bottom', () => {
    expect(sparklinePath([0, 50, 100]).line).toBe('M0 100L1 50L2 0');
  });

  it('leaves gaps open', () => {
    expect(sparklinePath([10, 20, null, 30, 40]).line).toBe('M0 90L1 80M3 70L4 60');
  });

  it('shows a value alone between gaps', () => {
    expect(sparklinePath([null, 50, null]).line).toBe('M1 50L1.4 50');
  });

  it('draws nothing where nothing was measured', () => {
    expect(sparklinePath([null, null])).toEqual({ line: '', area: '' });
  });
});
