import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { UnitOfWork, type Transaction } from '../database/unit-of-work.js';
import { ClaimsRepository, type Claim, type ClaimedRow } from './claims.repository.js';
import { ExecutionsService } from './executions.service.js';
import { GroupedRequests } from './grouped-requests.js';

export interface Claimant extends Claim {
  /** What the agent carries; absent when it does not say. */
  running?: string[];
}

/** Somebody else has the claim's lock: the same request, sent again, at another replica. */
const taken = Symbol('taken');

/** Agents that are answered by one statement: their scripts are in memory together. */
const most = 200;

/** Gives an agent its next execution, and keeps its leases on those that it carries. */
@Injectable()
export class ExecutionClaimsService {
  private readonly grouped: GroupedRequests<Claim, ClaimedRow | null | typeof taken>;
  private readonly leases: GroupedRequests<string, boolean>;

  constructor(
    private readonly repository: ClaimsRepository,
    private readonly executions: ExecutionsService,
    private readonly work: UnitOfWork,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.grouped = new GroupedRequests({
      most,
      // One that was sent twice is given the same; two of a node are given different ones, one after the other.
      keysOf: ({ claimId, nodeId }) => [`claim ${claimId}`, `node ${nodeId}`],
      answer: (claims) => this.claimAll(claims),
    });
    this.leases = new GroupedRequests({
      most,
      keysOf: () => [],
      answer: async (nodeIds) => {
        const due = await this.repository.dueLeases(nodeIds, this.config.leaseSeconds);
        return nodeIds.map((nodeId) => due.has(nodeId));
      },
    });
  }

  /** @returns the same for a claim that is sent again; null where there is nothing */
  async claim({ nodeId, claimId, kinds }: Claim): Promise<ClaimedRow | null> {
    // As the database writes it, by which the answer is found.
    const claim = { nodeId, claimId: claimId.toLowerCase(), kinds };
    const answer = await this.grouped.ask(claim);
    return answer === taken ? this.claimAlone(claim) : answer;
  }

  async renew({ nodeId, running }: Claimant): Promise<void> {
    if (running?.length === 0 || !(await this.leases.ask(nodeId))) return;
    await this.work.system('lease', (tx) => this.executions.renewLeases(tx, [{ nodeId, ...(running && { running }) }]));
  }

  /** None waits for a lock here: it would keep all others waiting. */
  private async claimAll(claims: readonly Claim[]): Promise<(ClaimedRow | null | typeof taken)[]> {
    const may = await this.repository.mayClaim(claims);
    const hopeful = claims.filter(({ claimId }) => may.has(claimId));
    if (hopeful.length === 0) return claims.map(() => null);
    return this.work.system('claim', async (tx) => {
      const locked = await this.repository.tryLock(
        tx,
        hopeful.map(({ claimId }) => claimId),
      );
      const given = await this.give(
        tx,
        hopeful.filter(({ claimId }) => locked.has(claimId)),
      );
      return claims.map(({ claimId }) =>
        may.has(claimId) && !locked.has(claimId) ? taken : (given.get(claimId) ?? null),
      );
    });
  }

  private async claimAlone(claim: Claim): Promise<ClaimedRow | null> {
    return this.work.system('claim', async (tx) => {
      await this.repository.lock(tx, claim.claimId);
      return (await this.give(tx, [claim])).get(claim.claimId) ?? null;
    });
  }

  /** To claims that are locked: what they were given before, or else what is next. */
  private async give(tx: Transaction, claims: readonly Claim[]): Promise<Map<string, ClaimedRow>> {
    const earlier = await this.repository.claimedBy(
      tx,
      claims.map(({ claimId }) => claimId),
    );
    const news = claims.filter(({ claimId }) => !earlier.has(claimId));
    const given =
      news.length > 0
        ? await this.repository.claimNext(tx, news, this.config.leaseSeconds)
        : new Map<string, ClaimedRow>();
    for (const { id } of given.values()) tx.publishAfterCommit({ topic: 'execution', id });
    for (const { claimId, nodeId } of claims) {
      const row = earlier.get(claimId);
      // One that is over is not given again.
      if (row?.status === 'RUNNING' && row.node_id === nodeId) given.set(claimId, row);
    }
    return given;
  }
}
