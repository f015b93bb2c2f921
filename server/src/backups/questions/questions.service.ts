import { Injectable } from '@nestjs/common';
import { backupLimits, isTerminal } from '@hyprbox/contracts';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { UnavailableError } from '../../http/domain-error.js';
import { Doorbell } from '../../hints/doorbell.js';
import { Hints } from '../../hints/hints.js';
import { RunCancelling } from '../runs/run-cancelling.service.js';
import { Clock } from '../../time/clock.js';
import { QuestionQueueing, type Asked } from './question-queueing.service.js';
import { NotAnsweredInTimeError, RepositoryRefusedError } from './questions.errors.js';
import { QuestionsRepository, type QuestionRow } from './questions.repository.js';

/** A hint may get lost: who waits looks again after this time. */
const slowPollMs = 2_000;
/** What no node has begun after so long, nobody waits for any more. */
const staleMs = 2 * 60_000;
/** Answers and their executions are dropped after this. */
const keptMs = 24 * 60 * 60_000;
const perRound = 200;

/** Asks a node about its repository and waits for the answer. */
@Injectable()
export class Questions {
  private readonly doorbell = new Doorbell();
  /** How long whoever asks waits; less in tests. */
  patienceMs = backupLimits.questionSeconds * 1000;

  constructor(
    private readonly repository: QuestionsRepository,
    private readonly queueing: QuestionQueueing,
    private readonly cancelling: RunCancelling,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    hints: Hints,
  ) {
    hints.on('execution', ({ id }) => this.doorbell.ring(id));
  }

  /**
   * @param closing aborted when who asked, or the server, is gone
   * @returns the answer, in the form that its operation has in `VaultResult`
   */
  async ask(asked: Asked, closing: AbortSignal): Promise<unknown> {
    const id = await this.queueing.queue(asked);
    const deadline = performance.now() + this.patienceMs;
    const listener = this.doorbell.listen(id);
    try {
      for (;;) {
        const question = await this.repository.find(id);
        if (question && isTerminal(question.status)) return answerOf(question);
        const leftMs = deadline - performance.now();
        if (leftMs <= 0) throw new NotAnsweredInTimeError(asked.nodeId);
        await listener.next(closing, Math.min(leftMs, slowPollMs));
        if (closing.aborted) throw new UnavailableError('The server is about to stop; ask again.');
      }
    } finally {
      listener.close();
    }
  }

  /** Calls off what nobody waits for any more, and drops old answers. */
  async forgetOld(): Promise<void> {
    const now = this.clock.now().getTime();
    const stale = await this.repository.stale(new Date(now - staleMs), perRound);
    if (stale.length > 0) {
      await this.work.system('backup-questions', (tx) => this.cancelling.cancelUnbegun(tx, stale));
    }
    if (!(await this.repository.isAnyBefore(new Date(now - keptMs)))) return;
    await this.work.system('backup-questions', (tx) => this.repository.drop(tx, new Date(now - keptMs), perRound));
  }
}

function answerOf({ status, answer, fault, message }: QuestionRow): unknown {
  if (status !== 'SUCCEEDED') throw new RepositoryRefusedError(fault, message);
  return answer;
}
