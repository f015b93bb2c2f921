import { Injectable } from '@nestjs/common';
import type { HeartbeatAccepted } from '@hyprbox/contracts';
import { nameFaults } from '../common/named-faults.js';
import type { Actor, NodePrincipal } from '../identity/principal.js';
import { SettingsService } from '../settings/settings.service.js';
import { Clock } from '../time/clock.js';
import { DroppedValues } from './dropped-values.js';
import { readHeartbeat } from './heartbeat-validation.js';
import { HeartbeatWriter } from './heartbeat-writer.js';
import { NodeAdmissionService } from './node-admission.service.js';
import { NodeDecommissionedError, OtherMachineError, OtherNodesTokenError } from './nodes.errors.js';
import { refuseTimes } from './sample-times.js';

/** Takes in what agents report. */
@Injectable()
export class HeartbeatsService {
  constructor(
    private readonly writer: HeartbeatWriter,
    private readonly admission: NodeAdmissionService,
    private readonly droppedValues: DroppedValues,
    private readonly settings: SettingsService,
    private readonly clock: Clock,
  ) {}

  /** Returns once the heartbeat is committed, with what of it could not be used. */
  async accept(principal: NodePrincipal, actor: Actor, body: unknown): Promise<HeartbeatAccepted> {
    const heartbeat = readHeartbeat(body);
    const { retention } = await this.settings.current();
    refuseTimes(heartbeat, retention.samplesDays, this.clock.now());
    const { tokenId, nodeId } = principal;
    if (nodeId !== null && nodeId !== heartbeat.nodeId) throw new OtherNodesTokenError(nodeId);
    if (nodeId === null && tokenId !== null) await this.admission.admitWithFreeToken(tokenId, actor, heartbeat);
    let outcome = await this.writer.write(heartbeat);
    if (outcome === 'unknown') {
      await this.admission.admit(heartbeat);
      outcome = await this.writer.write(heartbeat);
    }
    if (outcome === 'decommissioned' && tokenId !== null && nodeId !== null) {
      await this.admission.readmit(tokenId, heartbeat.nodeId);
      outcome = await this.writer.write(heartbeat);
    }
    if (outcome === 'elsewhere') throw new OtherMachineError(heartbeat.nodeId);
    if (outcome !== 'written') throw new NodeDecommissionedError();
    const { found, count } = heartbeat.dropped;
    if (count === 0) return { accepted: true };
    const dropped = nameFaults(found);
    this.droppedValues.note(heartbeat.nodeId, dropped, count);
    return { accepted: true, dropped, droppedCount: count };
  }
}
