import { setTimeout as delay } from 'node:timers/promises';
import { collectPages } from '@hyprbox/api-client';
import type { Client } from '@hyprbox/api-client';
import type { FleetSummary, Node } from '@hyprbox/contracts';
import { defineCommand } from '../../arguments/define-command.js';
import { itemCount } from '../../arguments/values.js';
import type { Context } from '../../context.js';
import { UsageError } from '../../errors.js';
import { exitCodes } from '../../exit-codes.js';
import { writeBytes } from '../../output/write-bytes.js';
import { renderFleet, worstFirst } from './fleet-table.js';

const watchIntervalMs = 2000;
const clearScreen = '\x1b[H\x1b[2J\x1b[3J';

export const statusCommand = defineCommand({
  command: 'status',
  describe: 'The fleet at a glance, what is wrong first',
  examples: [
    ['status', 'What fits the terminal, what is wrong first'],
    ['status --limit 1000', 'More than fits; a pipe gets all of them anyway'],
    ['status --watch', 'Keep looking; Ctrl-C ends it'],
    ['status --json | jq -r \'.items[] | select(.status=="OFFLINE").id\'', 'Names of the silent nodes'],
  ],
  positionals: {},
  flags: {
    tag: { type: 'string', requiresArg: true, describe: 'Only nodes with this tag' },
    limit: { type: 'string', coerce: itemCount, requiresArg: true, describe: 'At most this many nodes (what fits)' },
    watch: { type: 'boolean', default: false, describe: 'Refresh every 2 s; with --json a line each time' },
  },
  async run(context, { tag, limit, watch }) {
    const client = await context.client();
    const look = (): Promise<Fleet> => fetchFleet(client, tag, limit ?? Infinity);
    if (watch) return watchFleet(context, look);
    const fleet = await look();
    const rows = limit === undefined ? rowsThatFit(context) : null;
    await context.output.result(fleet, () => render(context, fleet, rows));
    return exitCodes.ok;
  },
});

interface Fleet {
  items: Node[];
  nextCursor: string | null;
  summary: FleetSummary;
}

async function fetchFleet(client: Client, tag: string | undefined, limit: number): Promise<Fleet> {
  const [page, summary] = await Promise.all([
    collectPages((query) => client.nodes.list({ ...query, tag, sort: 'status' }), limit),
    client.nodes.summary({ tag }),
  ]);
  return { items: worstFirst(page.items), nextCursor: page.nextCursor, summary };
}

async function watchFleet(context: Context, look: () => Promise<Fleet>): Promise<never> {
  const { io, output, signal } = context;
  if (!output.isJson && io.stdout.isTTY !== true) throw new UsageError('--watch needs a terminal, or --json');
  for (;;) {
    const fleet = await look();
    if (output.isJson) await output.record(fleet);
    else await writeBytes(io.stdout, clearScreen + render(context, fleet, rowsThatFit(context)));
    await delay(watchIntervalMs, undefined, { signal }).catch((error: unknown) => {
      throw signal.aborted ? signal.reason : error;
    });
  }
}

/** The header, the empty line and the summary below the nodes, and the shell's own line. */
const linesAround = 4;

function rowsThatFit({ output }: Context): number | null {
  return output.height === null ? null : Math.max(1, output.height - linesAround);
}

function render(context: Context, fleet: Fleet, rows: number | null): string {
  const { output, io } = context;
  return renderFleet(fleet.items, fleet.summary, { width: output.width, rows, paint: output.paint, now: io.now() });
}
