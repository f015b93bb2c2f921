import { defineCommand } from '../../arguments/define-command.js';
import { exitCodes } from '../../exit-codes.js';

export const tokenRevokeCommand = defineCommand({
  command: 'revoke <id>',
  describe: 'Refuse a token from now on',
  examples: [['token revoke 0198c0de-0000-7000-8000-000000000001', 'Its agent is shut out within a second']],
  positionals: { id: { type: 'string', demandOption: true, describe: 'Id of the token (`hyprbox token list`)' } },
  flags: {},
  async run(context, { id }) {
    const client = await context.client();
    await client.tokens.revoke(id);
    await context.output.result({ id, revoked: true }, () => '');
    await context.output.aside(`Revoked ${id}.`);
    return exitCodes.ok;
  },
});
