import type { PublishedPreset } from '@hyprbox/contracts';
import { defineCommand } from '../../arguments/define-command.js';
import { canAsk } from '../../confirm.js';
import type { Context } from '../../context.js';
import { UsageError } from '../../errors.js';
import { exitCodes } from '../../exit-codes.js';
import { plural } from '../../output/figures.js';
import { neutralize } from '../../output/neutralize.js';
import { ask } from '../../prompt.js';
import { namePositional } from './preset-name.js';
import { publishDraft } from './publish-draft.js';
import { usesTable } from './uses-text.js';

export const presetPublishCommand = defineCommand({
  command: 'publish <name>',
  describe: 'Make the draft the current version; prints its number (administrators)',
  examples: [
    ['preset publish motd -m "Greet by name"', 'Asks where that breaks a schedule, a rule or a policy'],
    ['preset publish motd --dry-run', 'What it would break'],
  ],
  positionals: { name: namePositional },
  flags: {
    message: { type: 'string', alias: 'm', requiresArg: true, describe: 'What is new, on one line' },
    'dry-run': { type: 'boolean', default: false, describe: 'Publish nothing' },
    yes: { type: 'boolean', alias: 'y', default: false, describe: 'Do not ask' },
  },
  async run(context, { name, message: given, dryRun, yes }) {
    const { output } = context;
    const client = await context.client();
    const { revision } = await client.presets.draft.get(name);
    const message = given ?? (dryRun ? 'Tried out' : await askMessage(context));
    if (dryRun) {
      const plan = await client.presets.publish(name, { message, revision, dryRun: true });
      await output.result(plan, () => planText(context, plan));
      return exitCodes.ok;
    }
    const published = await publishDraft(context, client, { name, message, revision, yes });
    if (published === null) {
      await output.note('Nothing was published.');
      return exitCodes.failure;
    }
    await output.result(published, () => `${published.version}\n`);
    await output.aside(`${name} version ${published.version} is current (SHA-256 ${published.sha256}).`);
    return exitCodes.ok;
  },
});

async function askMessage({ io, signal }: Context): Promise<string> {
  if (!canAsk(io)) throw new UsageError('What is new? Give --message');
  return (await ask(io, 'What is new? ', 'shown', signal)).trim();
}

function planText({ output }: Context, { name, version, breaks }: PublishedPreset): string {
  const head = `${neutralize(name)} would become version ${version}.`;
  if (breaks.length === 0) return `${head} Nothing that uses it breaks.\n`;
  return `${head} It breaks ${plural(breaks.length, 'use')}:\n${usesTable(breaks, output)}`;
}
