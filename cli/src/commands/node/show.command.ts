import type { Filesystem, Metrics, Node } from '@hyprbox/contracts';
import { defineCommand } from '../../arguments/define-command.js';
import type { Context } from '../../context.js';
import { exitCodes } from '../../exit-codes.js';
import { renderDetails } from '../../output/details.js';
import { bytes, bytesPerSecond, decimal, duration, percent, relativeTime } from '../../output/figures.js';
import { renderTable } from '../../output/table.js';

export const nodeShowCommand = defineCommand({
  command: 'show <id>',
  describe: 'One node: state, figures, file systems, inventory',
  examples: [
    ['node show web-1', 'What is known of web-1'],
    ['node show web-1 --json | jq .metrics.cpuPct', 'One figure'],
  ],
  positionals: { id: { type: 'string', demandOption: true, describe: 'Id of the node' } },
  flags: {},
  async run(context, { id }) {
    const node = await (await context.client()).nodes.get(id);
    await context.output.result(node, () => render(context, node));
    return exitCodes.ok;
  },
});

function render({ output, io }: Context, node: Node): string {
  const { metrics, inventory } = node;
  const details = renderDetails(
    [
      ['Node', node.id],
      ['Name', node.displayName],
      ['Host', node.hostname],
      ['Status', node.status],
      ['Maintenance', node.maintenance === true ? 'yes: nobody is told of its alerts' : null],
      ['Since', node.statusSince ? relativeTime(node.statusSince, io.now()) : null],
      ['As of', node.statusAsOf ? relativeTime(node.statusAsOf, io.now()) : null],
      ['Last seen', relativeTime(node.lastSeenAt, io.now())],
      ['Tags', node.tags.length === 0 ? null : node.tags.join(', ')],
      ['Agent', node.agentVersion === null ? null : `${node.agentVersion}, every ${node.intervalSeconds} s`],
      ['CPU', metrics && percent(metrics.cpuPct)],
      ['Memory', metrics && usage(metrics.memPct, metrics.memUsedBytes, metrics.memTotalBytes)],
      ['Swap', metrics?.swapTotalBytes ? `${bytes(metrics.swapUsedBytes)} of ${bytes(metrics.swapTotalBytes)}` : null],
      ['Disk', metrics && disk(metrics)],
      ['Load', metrics && [metrics.load1, metrics.load5, metrics.load15].map(decimal).join('  ')],
      ['Network', metrics && `in ${bytesPerSecond(metrics.netRxBps)}, out ${bytesPerSecond(metrics.netTxBps)}`],
      ['Up', metrics?.uptimeSeconds === undefined ? null : duration(metrics.uptimeSeconds * 1000)],
      ['Processes', metrics?.processes === undefined ? null : String(metrics.processes)],
      ['Address', inventory.ip ?? null],
      ['Region', inventory.region ?? null],
      ['System', joined([inventory.os, inventory.kernel, inventory.architecture])],
      ['Processor', joined([inventory.cpuModel, inventory.cpuCores && `${inventory.cpuCores} cores`])],
      ['Runs in', inventory.virtualization ?? null],
    ],
    output.width,
    output.paint,
  );
  const filesystems = metrics?.filesystems ?? [];
  return filesystems.length === 0 ? details : `${details}\n${renderFilesystems({ output }, filesystems)}`;
}

function renderFilesystems({ output }: Pick<Context, 'output'>, filesystems: readonly Filesystem[]): string {
  const usedPct = (one: Filesystem): number => (one.totalBytes === 0 ? 0 : (one.usedBytes / one.totalBytes) * 100);
  return renderTable<Filesystem>(
    [
      { header: 'MOUNT', value: (one) => one.mount, shrinks: true },
      { header: 'TYPE', value: (one) => one.fsType, shrinks: true },
      { header: 'USED', value: (one) => bytes(one.usedBytes), align: 'right' },
      { header: 'SIZE', value: (one) => bytes(one.totalBytes), align: 'right' },
      { header: 'USE', value: (one) => percent(usedPct(one)), align: 'right' },
    ],
    filesystems,
    output.width,
    output.paint,
  );
}

function disk({ diskPct, diskUsedBytes, diskTotalBytes, diskMount }: Metrics): string {
  const used = usage(diskPct, diskUsedBytes, diskTotalBytes);
  return diskMount === undefined ? used : `${used} on ${diskMount}`;
}

function usage(pct: number, used: number | undefined, total: number | undefined): string {
  return total === undefined ? percent(pct) : `${percent(pct)}, ${bytes(used)} of ${bytes(total)}`;
}

function joined(parts: readonly (string | number | undefined)[]): string | null {
  const known = parts.filter((part) => part !== undefined && part !== '' && part !== 0);
  return known.length === 0 ? null : known.join(', ');
}
