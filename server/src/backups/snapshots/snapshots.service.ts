import { Injectable } from '@nestjs/common';
import {
  backupLimits,
  type BackupSnapshots,
  type SnapshotDifference,
  type SnapshotMatches,
  type SnapshotTree,
} from '@hyprbox/contracts';
import { NodesService } from '../../nodes/nodes.service.js';
import { PoliciesService } from '../policies/policies.service.js';
import type { QuestionTask } from '../questions/question-key.js';
import type { Asked } from '../questions/question-queueing.service.js';
import { QuestionQueueing } from '../questions/question-queueing.service.js';
import { NodeOfflineError } from '../questions/questions.errors.js';
import { Questions } from '../questions/questions.service.js';
import { TargetChoice } from '../targets/target-choice.service.js';
import { SnapshotsRepository } from './snapshots.repository.js';

/** What is in a policy's repository: the list as it was said last, the rest asked of the node. */
@Injectable()
export class SnapshotsService {
  constructor(
    private readonly repository: SnapshotsRepository,
    private readonly policies: PoliciesService,
    private readonly targets: TargetChoice,
    private readonly nodes: NodesService,
    private readonly questions: Questions,
    private readonly queueing: QuestionQueueing,
  ) {}

  async list(policyId: string, nodeId?: string): Promise<BackupSnapshots> {
    await this.policies.find(policyId);
    const [items, { known, asOf }] = await Promise.all([
      this.repository.list(policyId, nodeId ?? null, backupLimits.snapshotsListed),
      this.repository.extent(policyId, nodeId ?? null),
    ]);
    return { items, leftOut: Math.max(0, known - items.length), asOf: asOf?.toISOString() ?? null };
  }

  /** Asks the node to list its repository; the list is there later. */
  async refresh(policyId: string, nodeId?: string): Promise<void> {
    await this.queueing.queue(await this.asked(policyId, nodeId, '/nodeId', { operation: 'SNAPSHOTS' }));
  }

  async tree(
    policyId: string,
    question: { snapshotId: string; path: string; nodeId?: string },
    closing: AbortSignal,
  ): Promise<SnapshotTree> {
    const { snapshotId, path, nodeId } = question;
    const asked = await this.asked(policyId, nodeId, '?nodeId', { operation: 'TREE', snapshotId, path });
    // An answer was held against its form when it arrived, and a good one to a TREE has a tree.
    return (await this.questions.ask(asked, closing)) as SnapshotTree;
  }

  async find(
    policyId: string,
    { pattern, nodeId }: { pattern: string; nodeId?: string },
    closing: AbortSignal,
  ): Promise<SnapshotMatches> {
    const asked = await this.asked(policyId, nodeId, '?nodeId', { operation: 'FIND', pattern });
    // As above, of a FIND.
    return (await this.questions.ask(asked, closing)) as SnapshotMatches;
  }

  async diff(
    policyId: string,
    { from, to, nodeId }: { from: string; to: string; nodeId?: string },
    closing: AbortSignal,
  ): Promise<SnapshotDifference> {
    const asked = await this.asked(policyId, nodeId, '?nodeId', { operation: 'DIFF', from, to });
    // As above, of a DIFF.
    return (await this.questions.ask(asked, closing)) as SnapshotDifference;
  }

  private async asked(
    policyId: string,
    given: string | undefined,
    pointer: string,
    task: QuestionTask,
  ): Promise<Asked> {
    const policy = await this.policies.find(policyId);
    const nodeId = await this.targets.choose(policyId, given, pointer);
    const { status } = await this.nodes.get(nodeId);
    if (status === 'OFFLINE' || status === 'UNKNOWN') throw new NodeOfflineError(nodeId);
    return { policy, nodeId, task };
  }
}
