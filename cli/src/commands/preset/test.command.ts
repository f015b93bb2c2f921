import type { Client } from '@hyprbox/api-client';
import { authoringLimits } from '@hyprbox/contracts';
import type { TestedPreset } from '@hyprbox/contracts';
import { defineCommand } from '../../arguments/define-command.js';
import { exitCodeFlag } from '../../arguments/exit-code-flag.js';
import { timeoutSeconds } from '../../arguments/values.js';
import type { Context } from '../../context.js';
import { UsageError } from '../../errors.js';
import { exitCodes, followExitCodesHelp } from '../../exit-codes.js';
import type { ExitCodeStyle } from '../../exit-codes.js';
import { followJob } from '../../follow/follow-job.js';
import { neutralize } from '../../output/neutralize.js';
import { variableFlags, variablesFor } from '../variables.js';
import { namePositional } from './preset-name.js';

export const presetTestCommand = defineCommand({
  command: 'test <name>',
  describe: 'Run the draft on hosts that are tagged for it (administrators)',
  examples: [
    ['preset test motd --node lab-1 --set greeting=Hi --follow', 'Watch it; end as it ends'],
    ['preset test motd --node lab-1 --node lab-2', 'Prints the ids of the jobs'],
  ],
  epilogue: `${followExitCodesHelp}\nOf several hosts: 0 every script succeeded, 1 none did, 6 some did.`,
  positionals: { name: namePositional },
  flags: {
    node: {
      type: 'array',
      string: true,
      requiresArg: true,
      demandOption: true,
      describe: 'Where to run it: a host with the tag of the settings (preset-test); repeatable',
    },
    ...variableFlags,
    timeout: { type: 'string', coerce: timeoutSeconds, requiresArg: true, describe: 'Time limit (1h)' },
    follow: { type: 'boolean', alias: 'f', default: false, describe: 'Show what it prints until it ends' },
    ...exitCodeFlag,
  },
  async run(context, { name, node, set, setFile, timeout, follow, exitCode }) {
    const nodeIds = [...new Set(node)];
    if (nodeIds.length > authoringLimits.testNodes) {
      throw new UsageError(`A draft is tried on ${authoringLimits.testNodes} hosts at most`);
    }
    const client = await context.client();
    const { source, revision } = await client.presets.draft.get(name);
    const { preset } = await client.presets.lint({ source, name });
    // Of one whose front matter can't be read, the server says what is wrong.
    const variables = await variablesFor({ name, variables: preset?.variables ?? [] }, set, setFile);
    const tested = await client.presets.draft.test(name, {
      nodeIds,
      variables,
      revision,
      ...(timeout !== undefined && { timeoutSeconds: timeout }),
    });
    if (follow) return followAll(context, client, tested, exitCode);
    await context.output.result(tested, () => tested.jobs.map(({ jobId }) => `${neutralize(jobId)}\n`).join(''));
    return exitCodes.ok;
  },
});

/** One after the other, in the order given: what one prints meanwhile is kept by the server. */
async function followAll(
  context: Context,
  client: Client,
  { jobs }: TestedPreset,
  exitCode: ExitCodeStyle,
): Promise<number> {
  const codes: number[] = [];
  for (const { jobId, nodeId } of jobs) {
    if (!context.output.isJson) await context.output.note(`Job ${jobId} tries it on ${nodeId}.`);
    codes.push(await followJob(context, client, { id: jobId, nodeId }, { exitCode }));
  }
  const [only, another] = codes;
  if (only !== undefined && another === undefined) return only;
  if (codes.every((code) => code === exitCodes.ok)) return exitCodes.ok;
  return codes.includes(exitCodes.ok) ? exitCodes.partial : exitCodes.failure;
}
