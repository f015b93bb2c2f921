import { Injectable } from '@nestjs/common';
import type { Actor, NodePrincipal } from '../http/principal.js';
import { SettingsService } from '../settings/settings.service.js';
import { Clock } from '../time/clock.js';
import { readHeartbeat } from './heartbeat-validation.js';
import { HeartbeatWriter } from './heartbeat-writer.js';
import { NodeAdmission } from './node-admission.service.js';
import { NodeDecommissionedError, OtherNodesTokenError } from './nodes.errors.js';
import { refuseTimes } from './sample-times.js';

/** Takes in what agents report. */
@Injectable()
export class HeartbeatsService {
  constructor(
    private readonly writer: HeartbeatWriter,
    private readonly admission: NodeAdmission,
    private readonly settings: SettingsService,
    private readonly clock: Clock,
  ) {}

  /** Returns once the heartbeat is committed. */
  async accept(principal: NodePrincipal, actor: Actor, body: unknown): Promise<void> {
    const heartbeat = readHeartbeat(body);
    const { retention } = await this.settings.current();
    refuseTimes(heartbeat, retention.samplesDays, this.clock.now());
    const { tokenId, nodeId } = principal;
    if (nodeId !== null && nodeId !== heartbeat.nodeId) throw new OtherNodesTokenError();
    if (nodeId === null && tokenId !== null) await this.admission.admitWithFreeToken(tokenId, actor, heartbeat);
    let fate = await this.writer.write(heartbeat);
    if (fate === 'unknown') {
      await this.admission.admit(heartbeat);
      fate = await this.writer.write(heartbeat);
    }
    if (fate === 'decommissioned' && tokenId !== null && nodeId !== null) {
      await this.admission.readmit(tokenId, heartbeat.nodeId);
      fate = await this.writer.write(heartbeat);
    }
    if (fate !== 'written') throw new NodeDecommissionedError();
  }
}
