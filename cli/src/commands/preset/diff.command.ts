import type { Client } from '@hyprbox/api-client';
import type { Preset } from '@hyprbox/contracts';
import { defineCommand } from '../../arguments/define-command.js';
import type { Context } from '../../context.js';
import { NotFoundError } from '../../errors.js';
import { exitCodes } from '../../exit-codes.js';
import { diffText } from '../../output/diff-text.js';
import { namePositional, versionWord } from './preset-name.js';

export const presetDiffCommand = defineCommand({
  command: 'diff <name> [from] [to]',
  describe: 'What is different in the draft, or between two versions',
  examples: [
    ['preset diff motd', 'What the draft changes; without one, what the last version changed'],
    ['preset diff motd 3', 'What has changed since version 3'],
    ['preset diff motd 3 draft > motd.patch', 'As a unified diff'],
  ],
  positionals: {
    name: namePositional,
    from: { type: 'string', describe: "A version's number" },
    to: { type: 'string', describe: 'Another one, or draft (the current one)' },
  },
  flags: {},
  async run(context, { name, from, to }) {
    const { output } = context;
    const client = await context.client();
    const given = { from: from && versionWord(from), to: to && versionWord(to) };
    const query = given.from && given.to ? { from: given.from, to: given.to } : await sides(client, name, given.from);
    const diff = await client.presets.versions.diff(name, query);
    await output.aside(`${name}: ${sideText(query.from)} → ${sideText(query.to)}`);
    if (output.isJson) await output.result(diff, () => '');
    else if (diff.diff === '') await output.note('They are the same.');
    else await printDiff(context, diff.diff);
    return exitCodes.ok;
  },
});

async function sides(client: Client, name: string, from: string | undefined): Promise<{ from: string; to: string }> {
  const preset = await client.presets.get(name);
  const current = String(preset.version);
  if (from !== undefined) return { from, to: current };
  if (preset.hasDraft === true && preset.version > 0) return { from: current, to: 'draft' };
  return { from: await versionBefore(client, preset), to: current };
}

async function versionBefore(client: Client, { name, version, hasDraft }: Preset): Promise<string> {
  const { items } = await client.presets.versions.list(name, { limit: 2 });
  const before = items.find((each) => each.version < version);
  if (before !== undefined) return String(before.version);
  if (hasDraft === true) {
    throw new NotFoundError(`${name} has no version yet`, `\`hyprbox preset export ${name}@draft\` prints its draft`);
  }
  throw new NotFoundError(
    `${name} has one version and no draft: there is nothing to compare it with`,
    `\`hyprbox preset versions ${name}\` shows what there is`,
  );
}

/** A pipe gets the exact diff; a terminal is shown it in colours of ours alone. */
async function printDiff({ output, io }: Context, diff: string): Promise<void> {
  if (io.stdout.isTTY !== true) await output.text(diff);
  else await output.text(diffText(diff.replace(/\n$/, '').split('\n'), output.paint));
}

function sideText(side: string): string {
  return side === 'draft' ? 'the draft' : `version ${side}`;
}
