import { describe, expect, it } from 'vitest';
import { groupPlan, type GroupState } from './group-plan.js';

const start = new Date('2026-05-04T12:00:00.000Z');
const at = (seconds: number): Date => new Date(start.getTime() + seconds * 1000);
const one = ['01980000-0000-7000-8000-000000000001'];
const route = {
  waitSeconds: 15,
  intervalSeconds: 300,
  repeatSeconds: 14_400,
  steps: [
    { afterSeconds: 0, channelIds: one },
    { afterSeconds: 600, channelIds: one },
  ],
};
const group = (differing: Partial<GroupState>): GroupState => ({
  openedAt: start,
  sentAt: null,
  step: 0,
  untold: 0,
  grown: 0,
  over: 0,
  waiting: 0,
  open: 0,
  ...differing,
});
const planAt = (seconds: number, differing: Partial<GroupState>) => groupPlan(group(differing), route, at(seconds));

describe('what a group of alerts tells', () => {
  it('waits for more before it tells the first time', () => {
    expect(planAt(0, { untold: 1 })).toEqual({ plan: null, nextAt: at(15) });
    expect(planAt(15, { untold: 3 }).plan).toEqual({ event: 'firing', step: 1, isStep: false });
  });

  it('tells what comes later after the interval', () => {
    const told = { sentAt: at(15), step: 1, open: 1, untold: 1 };
    expect(planAt(100, told)).toEqual({ plan: null, nextAt: at(315) });
    expect(planAt(315, told).plan?.event).toBe('firing');
  });

  it('tells at once that all of it is over, and some of it after the interval', () => {
    expect(planAt(20, { sentAt: at(15), step: 1, over: 2 }).plan?.event).toBe('resolved');
    const some = { sentAt: at(15), step: 1, over: 1, open: 1 };
    expect(planAt(20, some)).toEqual({ plan: null, nextAt: at(315) });
    expect(planAt(315, some).plan?.event).toBe('firing');
  });

  it('tells of what has grown worse without waiting for the interval', () => {
    const told = { sentAt: at(15), step: 1, open: 2, untold: 2, grown: 1 };
    expect(planAt(20, told)).toEqual({ plan: null, nextAt: at(30) });
    expect(planAt(30, told).plan?.event).toBe('firing');
  });

  it('goes on to the next step if nobody takes it on, and no further if somebody does', () => {
    const told = { sentAt: at(15), step: 1, open: 1, waiting: 1 };
    expect(planAt(599, told)).toEqual({ plan: null, nextAt: at(600) });
    expect(planAt(600, told).plan).toEqual({ event: 'firing', step: 2, isStep: true });
    expect(planAt(600, { ...told, waiting: 0 })).toEqual({ plan: null, nextAt: null });
  });

  it('reminds of what nobody has taken on', () => {
    const told = { sentAt: at(15), step: 2, open: 1, waiting: 1 };
    expect(planAt(14_414, told)).toEqual({ plan: null, nextAt: at(14_415) });
    expect(planAt(14_415, told).plan?.event).toBe('reminder');
  });

  it('tells nobody of what is over before it was told, and nothing by a route without steps', () => {
    expect(planAt(20, { over: 0, untold: 0 })).toEqual({ plan: null, nextAt: null });
    expect(groupPlan(group({ untold: 1 }), { ...route, steps: [] }, at(60)).plan).toBeNull();
  });
});
