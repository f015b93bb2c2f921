import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { Settings, Thresholds } from '@hyprbox/contracts';
import { UnitOfWork } from '../database/unit-of-work.js';
import { Notifications } from '../notifications/notifications.js';
import type { Actor } from '../identity/principal.js';
import { Clock } from '../time/clock.js';
import { RecentAnswers } from '../time/recent-answers.js';
import { changed, type UpdateSettingsDto } from './settings.dto.js';
import { InvalidThresholds } from './settings.errors.js';
import { SettingsRepository } from './settings.repository.js';

/** A notification brings a change at once; a lost one is made up for after this time. */
const maxAgeMs = 30_000;
/** There is only one set of settings. */
const only = 'settings';

interface SettingsChange {
  before: Settings;
  after: Settings;
}

@Injectable()
export class SettingsService {
  private readonly recent: RecentAnswers<Settings>;

  constructor(
    private readonly settings: SettingsRepository,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    notifications: Notifications,
  ) {
    this.recent = new RecentAnswers(async () => new Map([[only, await this.settings.read()]]), {
      maxAgeMs,
      maxEntries: 1,
    });
    notifications.on('settings', () => this.recent.forget(() => true));
    notifications.on('missed', () => this.recent.forget(() => true));
  }

  /** The settings in force, from memory nearly always. Not to be changed by the caller. */
  async current(): Promise<Readonly<Settings>> {
    return (await this.recent.get(only)) ?? this.settings.read();
  }

  async update(actor: Actor, change: UpdateSettingsDto): Promise<Settings> {
    const { after } = await this.work.run<SettingsChange>(
      ({ before, after }) =>
        isDeepStrictEqual(before, after)
          ? null
          : { actor, action: 'settings.update', target: { type: 'settings', id: null }, details: { before, after } },
      async (tx) => {
        const before = await this.settings.readForUpdate(tx);
        const after = changed(before, change);
        const inverted = invertedThresholds(after.thresholds);
        if (inverted.length > 0) throw new InvalidThresholds(inverted);
        if (!isDeepStrictEqual(before, after)) {
          await this.settings.write(tx, after, this.clock.now());
          tx.publishAfterCommit({ topic: 'settings' });
        }
        return { before, after };
      },
    );
    return after;
  }
}

function invertedThresholds({ cpu, mem, disk }: Thresholds): (keyof Thresholds)[] {
  const inverted = ({ warning, critical }: Thresholds['cpu']): boolean => warning >= critical;
  const figures: (keyof Thresholds)[] = [];
  if (inverted(cpu)) figures.push('cpu');
  if (inverted(mem)) figures.push('mem');
  if (inverted(disk)) figures.push('disk');
  return figures;
}
