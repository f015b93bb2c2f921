import { defineCommand } from '../../arguments/define-command.js';
import { eachOf } from '../each-of.js';
import { findId } from '../short-id.js';

export const tokenRevokeCommand = defineCommand({
  command: 'revoke <ids..>',
  describe: 'Refuse tokens from now on',
  examples: [['token revoke 0198c0de-0000-7000-8000-000000000001', 'Its agent is shut out within a second']],
  positionals: {
    ids: {
      type: 'string',
      array: true,
      demandOption: true,
      describe: 'Ids of the tokens (`hyprbox token list`), or their first characters',
    },
  },
  flags: {},
  async run(context, { ids }) {
    const client = await context.client();
    return eachOf(context, ids, async (typed) => {
      const list = client.tokens.list.bind(client.tokens);
      const id = await findId(typed, { noun: 'token', listCommand: 'token list', list });
      await client.tokens.revoke(id);
      await context.output.result({ id, revoked: true }, () => '');
      await context.output.aside(`Revoked ${id}.`);
    });
  },
});
