import { describe, expect, it } from 'vitest';
import { zonedTimes } from './zoned-times';

describe('zonedTimes', () => {
  it('goes by the clock of the zone', () => {
    expect(zonedTimes('Europe/Berlin')('2026-07-01T12:00:00Z')).toMatch(/^Wed,? 1 Jul, 14:00$/);
  });

  it('goes by UTC and says so where the browser does not know the zone', () => {
    expect(zonedTimes('Mars/Olympus_Mons')('2026-07-01T12:00:00Z')).toMatch(/^Wed,? 1 Jul, 12:00 UTC$/);
  });
});
