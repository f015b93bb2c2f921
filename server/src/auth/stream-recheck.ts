import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Notifications } from '../notifications/notifications.js';
import { OpenStreams } from '../http/open-streams.js';
import type { Principal } from '../identity/principal.js';
import { SessionsService } from '../sessions/sessions.service.js';

const everyMs = 5_000;

/**
 * Who loses access loses open streams at once, by a notification. This stands behind it: notifications may get lost, and a session that
 * runs out by its time gives none. Agents are not looked at, as their long polls last half a minute at most.
 */
@Injectable()
export class StreamRecheck implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('StreamRecheck');
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly streams: OpenStreams,
    private readonly sessions: SessionsService,
    private readonly notifications: Notifications,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.recheck(), everyMs);
    this.notifications.on('access', (lost) => this.streams.endOf(lost));
    this.notifications.on('missed', () => void this.recheck());
  }

  beforeApplicationShutdown(): void {
    if (this.timer) clearInterval(this.timer);
  }

  private async recheck(): Promise<void> {
    try {
      await this.streams.recheck((principal) => this.isWelcome(principal));
    } catch (error) {
      // Without the database nobody is thrown out; the next round looks again.
      this.logger.debug({ err: error }, 'Open streams could not be checked');
    }
  }

  private async isWelcome(principal: Principal): Promise<boolean> {
    return principal.type === 'node' || this.sessions.isOpen(principal.id, principal.sessionId);
  }
}
