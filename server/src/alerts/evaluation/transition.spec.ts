import { describe, expect, it } from 'vitest';
import type { Condition } from './observation.js';
import { nextChange, transition, type AlertProgress, type Patience } from './transition.js';

const start = new Date('2026-05-04T12:00:00.000Z');
const at = (seconds: number): Date => new Date(start.getTime() + seconds * 1000);
const breach = (value = 95): Condition => ({ is: 'BREACH', value });
const between: Condition = { is: 'BETWEEN', value: 85 };
const clear: Condition = { is: 'CLEAR', value: 50 };
const patience: Patience = { forSeconds: 60, keepSeconds: 30, severity: 'WARNING', isHigherWorse: true };

/** Goes through findings, each with its second; null forgets. */
function walk(steps: readonly [number, Condition][], rule = patience): { alert: AlertProgress | null; told: string[] } {
  let alert: AlertProgress | null = null;
  const told: string[] = [];
  for (const [seconds, condition] of steps) {
    const next = transition(alert, condition, rule, at(seconds));
    if (!next) continue;
    alert = next.after;
    told.push(...next.entries.map(({ kind }) => `${seconds} ${kind}`));
  }
  return { alert, told };
}

describe('an alert', () => {
  it('waits, fires, recovers and is resolved', () => {
    const { alert, told } = walk([
      [0, breach()],
      [10, breach()],
      [60, breach(97)],
      [70, clear],
      [90, clear],
      [100, clear],
    ]);
    expect(told).toEqual(['0 PENDING', '60 FIRED', '70 RECOVERING', '100 RESOLVED']);
    expect(alert).toMatchObject({ state: 'RESOLVED', peak: 97, timesFired: 1, firedAt: at(60), resolvedAt: at(100) });
  });

  it('is forgotten if it does not last', () => {
    expect(
      walk([
        [0, breach()],
        [50, between],
      ]).alert,
    ).toBeNull();
  });

  it('goes on between its two thresholds, and counts how often it fired', () => {
    const { alert, told } = walk([
      [0, breach()],
      [60, breach()],
      [70, between],
      [80, clear],
      [90, between],
      [100, clear],
      [110, breach()],
    ]);
    expect(told).toEqual([
      '0 PENDING',
      '60 FIRED',
      '80 RECOVERING',
      '90 FIRED_AGAIN',
      '100 RECOVERING',
      '110 FIRED_AGAIN',
    ]);
    expect(alert).toMatchObject({ state: 'FIRING', timesFired: 2, firedAt: at(60) });
  });

  it('stays as it is while nobody can tell', () => {
    const { alert, told } = walk([
      [0, breach()],
      [60, breach()],
      [500, { is: 'HOLD' }],
      [9_000, { is: 'HOLD' }],
    ]);
    expect(told).toEqual(['0 PENDING', '60 FIRED']);
    expect(alert?.state).toBe('FIRING');
  });

  it('is resolved with the reason when it is not watched any more, and forgotten if it never fired', () => {
    const gone: Condition = { is: 'GONE', reason: 'The rule was deleted.' };
    expect(
      walk([
        [0, breach()],
        [60, breach()],
        [61, gone],
      ]),
    ).toMatchObject({
      alert: { state: 'RESOLVED' },
      told: ['0 PENDING', '60 FIRED', '61 RESOLVED'],
    });
    expect(
      walk([
        [0, breach()],
        [10, gone],
      ]).alert,
    ).toBeNull();
  });

  it('fires at once where nothing has to last, and is over at once', () => {
    const rule = { ...patience, forSeconds: 0, keepSeconds: 0 };
    expect(
      walk(
        [
          [0, breach()],
          [10, clear],
        ],
        rule,
      ).told,
    ).toEqual(['0 FIRED', '10 RESOLVED']);
  });

  it('is kept 1.5 times longer with each change from the fourth within half an hour, up to an hour', () => {
    const rule = { ...patience, forSeconds: 0, keepSeconds: 100 };
    const steps = Array.from({ length: 16 }, (_, index): [number, Condition] => [
      index * 60,
      index % 2 === 0 ? breach() : clear,
    ]);
    const keeps = [2, 4, 6, 8].map((count) => walk(steps.slice(0, count), rule).alert?.keepSeconds);
    expect(keeps).toEqual([100, 150, 338, 759]);
    expect(walk(steps, rule).alert?.keepSeconds).toBe(3600);
    // After half an hour of quiet it is as its rule says.
    const quiet = walk([...steps.slice(0, 4), [240 + 1800, breach()], [2100, clear]], rule).alert;
    expect(quiet?.keepSeconds).toBe(100);
  });

  it('writes a figure only where it differs, and its worst one always', () => {
    const firing = walk([
      [0, breach(95)],
      [60, breach(95)],
    ]).alert;
    expect(transition(firing, breach(94.9), patience, at(70))).toBeNull();
    expect(transition(firing, breach(95.1), patience, at(70))?.after).toMatchObject({ value: 95.1, peak: 95.1 });
    expect(transition(firing, breach(91), patience, at(70))?.after).toMatchObject({ value: 91, peak: 95 });
  });

  it('knows when it changes next', () => {
    const waiting = walk([[0, breach()]]).alert;
    const recovering = walk([
      [0, breach()],
      [60, breach()],
      [70, clear],
    ]).alert;
    expect(waiting && nextChange(waiting, patience)).toEqual(at(60));
    expect(recovering && nextChange(recovering, patience)).toEqual(at(100));
  });
});
