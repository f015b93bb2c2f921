import { Injectable } from '@nestjs/common';
import { ActivityLog } from '../activity/activity-log.js';
import type { PlacedActivity } from '../activity/activity.mapper.js';
import { Clock } from '../time/clock.js';
import { isUnbroken } from './activity-follower.js';

/** Who was away for longer, or missed more, reads the lists again. */
const replayMs = 60 * 60 * 1000;
const replayMax = 200;

/** What a stream that comes back missed of the activity, whichever replica it was at before. */
@Injectable()
export class ActivityReplay {
  constructor(
    private readonly log: ActivityLog,
    private readonly clock: Clock,
  ) {}

  /**
   * @param from the place up to which the reader has seen the activity
   * @param to the place up to which this process has shown it; what comes later reaches the reader by itself
   * @returns null if the place is none, or too much came after it
   */
  async between(from: number, to: number): Promise<PlacedActivity[] | null> {
    if (from === to) return [];
    // Another replica may have been quicker than this one.
    if (from > to) return from <= (await this.log.head()) ? [] : null;
    const entries = (await this.log.after(from, replayMax + 1)).filter(({ seq }) => seq <= to);
    const [oldest] = entries;
    if (!oldest || entries.length > replayMax || entries.length < to - from || !isUnbroken(entries, from)) return null;
    const isOld = this.clock.now().getTime() - Date.parse(oldest.activity.at) > replayMs;
    return isOld ? null : entries;
  }
}
