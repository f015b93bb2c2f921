import { databaseFault } from './database-away.js';
import type { DatabaseClient } from './database-client.js';

/** The database can't be used for now, as the server knows without asking it. */
export class DatabaseAwayError extends Error {
  readonly code = 'DATABASE_AWAY';

  constructor() {
    super('The database does not answer.');
  }
}

/**
 * What one server knows of its way to the database: its connections, and whether anything comes through. While nothing
 * does, calls are refused at once instead of waiting one after the other.
 */
export class DatabaseHealth {
  private readonly clients = new Set<DatabaseClient>();
  private going = new AbortController();
  private readOnlyNow = false;
  /** How often what was asked of the database failed because of its state, by cause. */
  readonly faults = new Map<string, number>();

  get isAway(): boolean {
    return this.going.signal.aborted;
  }

  get isReadOnly(): boolean {
    return this.readOnlyNow;
  }

  /** Aborted when the database goes away; after it is back there is a new one. */
  get whileHere(): AbortSignal {
    return this.going.signal;
  }

  noteFault(error: unknown): void {
    const cause = databaseFault(error)?.cause;
    if (cause !== undefined) this.faults.set(cause, (this.faults.get(cause) ?? 0) + 1);
  }

  add(client: DatabaseClient): void {
    this.clients.add(client);
    client.once('end', () => this.clients.delete(client));
  }

  /** Nothing comes through: whoever waits for an answer is told now. @returns whether this is news */
  wentAway(): boolean {
    const isNews = !this.isAway;
    this.going.abort(new DatabaseAwayError());
    for (const client of this.clients) client.destroy();
    return isNews;
  }

  /** @returns whether this is news */
  answered({ readOnly }: { readOnly: boolean }): boolean {
    // Connections that were made to a standby stay there, also once another database takes the writes.
    if (this.readOnlyNow && !readOnly) this.endSilent(Number.POSITIVE_INFINITY);
    const isNews = this.isAway || this.readOnlyNow !== readOnly;
    this.readOnlyNow = readOnly;
    if (this.isAway) this.going = new AbortController();
    return isNews;
  }

  /** Ends the connections over which nothing came for so long: their way is dead though a new one is not. */
  endSilent(beforeMs: number): void {
    for (const client of this.clients) {
      if (client.heardAt < beforeMs) client.destroy();
    }
  }
}
