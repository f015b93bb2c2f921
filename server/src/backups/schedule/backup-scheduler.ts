import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { PeriodicDuties } from '../../duties/periodic-duties.js';
import { Hints } from '../../hints/hints.js';
import { Questions } from '../questions/questions.service.js';
import { RepositoryTurns } from '../repositories/repository-turns.service.js';
import { MissedRuns } from './missed-runs.service.js';
import { ScheduleRound } from './schedule-round.js';

const name = 'backups';
const everyMs = 30_000;
/** Nodes come and go in numbers; their targets need not follow each one at once. */
const nodesSettleMs = 2_000;
/** Somebody may be just about to take what is due, so that it is still there after a round. */
const pauseMs = 250;

/** Sees to it that what is due is queued: it wakes when something is, and looks now and then in any case. */
@Injectable()
export class BackupScheduler implements OnApplicationBootstrap {
  constructor(
    private readonly round: ScheduleRound,
    private readonly missed: MissedRuns,
    private readonly turns: RepositoryTurns,
    private readonly questions: Questions,
    private readonly duties: PeriodicDuties,
    private readonly hints: Hints,
  ) {}

  onApplicationBootstrap(): void {
    this.duties.start({
      name,
      everyMs,
      work: async ({ signal }) => {
        const nextInMs = await this.round.run(signal);
        await this.missed.callOff();
        await this.turns.reviewAll();
        await this.questions.forgetOld();
        return Math.max(pauseMs, nextInMs ?? everyMs);
      },
    });
    this.hints.on('backup-policies', () => this.duties.hasten(name, 0));
    this.hints.on('node', () => this.duties.hasten(name, nodesSettleMs));
  }
}
