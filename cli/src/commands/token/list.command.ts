import { collectPages } from '@hyprbox/api-client';
import type { NodeToken } from '@hyprbox/contracts';
import { defineCommand } from '../../arguments/define-command.js';
import { itemCount } from '../../arguments/values.js';
import { exitCodes } from '../../exit-codes.js';
import { relativeTime } from '../../output/figures.js';
import { renderTable } from '../../output/table.js';

export const tokenListCommand = defineCommand({
  command: 'list',
  describe: 'The tokens, without their secrets',
  examples: [['token list', 'Which tokens there are, and when each was used last']],
  positionals: {},
  flags: {
    limit: { type: 'string', coerce: itemCount, requiresArg: true, describe: 'At most this many (all)' },
    cursor: { type: 'string', requiresArg: true, describe: 'Go on after an earlier page (nextCursor)' },
  },
  async run(context, { limit, cursor }) {
    const { output, io } = context;
    const client = await context.client();
    const tokens = await collectPages((page) => client.tokens.list(page), limit ?? Infinity, cursor);
    const state = (token: NodeToken): string =>
      token.revokedAt === null ? relativeTime(token.lastUsedAt, io.now()) : 'revoked';
    await output.result(tokens, () =>
      tokens.items.length === 0
        ? 'No token yet. Make one with `hyprbox token create <name>`.\n'
        : renderTable<NodeToken>(
            [
              { header: 'ID', value: (token) => token.id },
              { header: 'NAME', value: (token) => token.name, shrinks: true },
              { header: 'NODE', value: (token) => token.nodeId ?? 'any new', shrinks: true },
              { header: 'LAST USED', value: state, style: (token) => (token.revokedAt === null ? undefined : 'dim') },
            ],
            tokens.items,
            output.width,
            output.paint,
          ),
    );
    return exitCodes.ok;
  },
});
