import { collectPages } from '@hyprbox/api-client';
import type { AlertWindow } from '@hyprbox/contracts';
import { defineCommand } from '../../../arguments/define-command.js';
import { exitCodes } from '../../../exit-codes.js';
import { timeUntil } from '../../../output/figures.js';
import { renderTable } from '../../../output/table.js';
import { listFlags } from '../../list-flags.js';
import { shortestLength } from '../../short-id.js';
import { selectorText } from '../../selector-flags.js';

export const windowListCommand = defineCommand({
  command: 'list',
  describe: 'Silences and maintenances, newest first',
  examples: [
    ['alert window list', 'Those that are open, or will be'],
    ['alert window list --past', 'Those that are over, too'],
  ],
  positionals: {},
  flags: { past: { type: 'boolean', default: false, describe: 'Also what is over' }, ...listFlags },
  async run(context, { past, limit, cursor }) {
    const { output, io } = context;
    const client = await context.client();
    const { items, nextCursor } = await collectPages(
      (page) => client.alerts.windows.list(page),
      limit ?? Infinity,
      cursor,
    );
    const shown = past ? items : items.filter(({ active, nextAt }) => active || nextAt !== null);
    const length = shortestLength(items);
    await output.result({ items: shown, nextCursor }, () =>
      shown.length === 0
        ? 'No window. Make one with `hyprbox alert window add`.\n'
        : renderTable<AlertWindow>(
            [
              { header: 'ID', value: ({ id }) => id.slice(0, length) },
              { header: 'NAME', value: ({ name }) => name, shrinks: true },
              { header: 'KIND', value: ({ kind }) => kind },
              { header: 'ON', value: ({ selector }) => selectorText(selector), shrinks: true },
              { header: 'OPEN', value: ({ active }) => (active ? 'yes' : 'no') },
              { header: 'ENDS', value: ({ activeUntil }) => timeUntil(activeUntil, io.now()) },
              { header: 'OPENS', value: ({ nextAt }) => timeUntil(nextAt, io.now()) },
            ],
            shown,
            output.width,
            output.paint,
          ),
    );
    return exitCodes.ok;
  },
});
