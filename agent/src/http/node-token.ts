import { readTokenFile } from '../config.js';
import type { Log } from '../log.js';
import { describe } from '../log.js';

/** The agent's token, and what the server thinks of it. */
export class NodeToken {
  private refused = false;

  constructor(
    private value: string,
    private readonly file: string | null,
    private readonly nodeId: string,
    private readonly log: Log,
  ) {}

  current = (): string => this.value;

  accepted(): void {
    if (this.refused) this.log.info('the server accepts the node token again');
    this.refused = false;
  }

  /** Says once what to do, and takes up a token that was put into the file meanwhile. */
  refusedWith(status: 401 | 403, detail: string): void {
    const before = this.value;
    if (this.file !== null) this.reload(this.file);
    if (this.refused && before === this.value) return;
    this.refused = true;
    const reason = detail === '' ? '' : ` (${detail})`;
    this.log.error(
      status === 401
        ? `the server refuses the node token: ${status}${reason}. It may have been revoked: create a new one in the console and set HYPRBOX_NODE_TOKEN. Trying again.`
        : `the node token is not for node ${this.nodeId}: ${status}${reason}. Create a token for this node, or set HYPRBOX_NODE_ID to the node of this token if this host is that one. Trying again.`,
    );
  }

  private reload(file: string): void {
    try {
      this.value = readTokenFile(file);
    } catch (error) {
      this.log.warn(`the node token's file ${describe(error)}`);
    }
  }
}
