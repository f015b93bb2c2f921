import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { NodesService } from '../nodes/nodes.service.js';
import { TokensService } from '../tokens/tokens.service.js';

export interface LocalNode {
  token: string;
  nodeId: string;
}

/** The node token of the server's own host: made at the first start, kept in the data directory. */
@Injectable()
export class LocalAgentToken {
  constructor(
    private readonly tokens: TokensService,
    private readonly nodes: NodesService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * The kept token, also when it has been revoked, for that was somebody's decision; a new one if it is of another
   * database. A kept one says which node this host is: its name, or the whole host, may be another one since.
   */
  async obtain(wantedNodeId: string): Promise<LocalNode> {
    const kept = await this.kept();
    const known = kept === null ? null : await this.tokens.find(kept);
    if (kept !== null && known !== null) return { token: kept, nodeId: known.nodeId ?? wantedNodeId };
    const nodeId = wantedNodeId;
    const exists = await this.nodes.exists(nodeId);
    const { token } = await this.tokens.issueForServer('This server’s own host', exists ? nodeId : null);
    return { token, nodeId };
  }

  private async kept(): Promise<string | null> {
    try {
      return (await readFile(join(this.config.dataDir, 'local-agent', 'token'), 'utf8')).trim();
    } catch {
      return null;
    }
  }
}
