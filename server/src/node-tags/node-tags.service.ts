import { Injectable } from '@nestjs/common';
import type { ChangedTags, ChangeTags } from '@hyprbox/contracts';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Actor } from '../identity/principal.js';
import { digestOf } from '../selectors/selectors.service.js';
import { TooManyTags } from './node-tags.errors.js';
import { NodeTagsRepository, type TagChange } from './node-tags.repository.js';

/** Tags of many nodes at once: on all that are selected, or on none. */
@Injectable()
export class NodeTagsService {
  constructor(
    private readonly repository: NodeTagsRepository,
    private readonly work: UnitOfWork,
  ) {}

  /** @throws TooManyTags */
  async change(actor: Actor, { selector, add = [], remove = [] }: ChangeTags): Promise<ChangedTags> {
    const { selected, changed } = await this.work.run<TagChange>(
      ({ changed }) =>
        changed.length === 0
          ? null
          : {
              actor,
              action: 'node.update',
              target: { type: 'node', id: null },
              details: { selector, add, remove, count: changed.length, digest: digestOf(changed) },
            },
      async (tx) => {
        const change = await this.repository.change(tx, selector, [...new Set(add)], remove);
        if (change.overId !== null) throw new TooManyTags(change.overId);
        for (const nodeId of change.changed) tx.publishAfterCommit({ topic: 'node', nodeId });
        return change;
      },
    );
    return { changed: changed.length, unchanged: selected - changed.length };
  }
}
