import { defineCommand } from '../../../arguments/define-command.js';
import { exitCodes } from '../../../exit-codes.js';
import { neutralize } from '../../../output/neutralize.js';
import { unpainted } from '../../../output/palette.js';
import { endOfLook, lookAtSource, lookExitCodesHelp, lookText, noSyncFlag } from './look-at-source.js';
import { sourceChanges, sourceFlags } from './source-fields.js';

export const presetSourceAddCommand = defineCommand({
  command: 'add <name>',
  describe: 'Take presets from a repository; prints its webhook (administrators)',
  examples: [
    [
      'preset source add team --url https://git.example.com/ops/presets.git --branch main --credentials-ref env:GIT_TOKEN',
      'With a token of the server',
    ],
    [
      'preset source add team --url git@git.example.com:ops/presets.git --branch main' +
        ' --credentials-ref file:/etc/hyprbox/git_key --known-hosts hosts.txt',
      'By ssh, with a key that only reads',
    ],
  ],
  epilogue: lookExitCodesHelp,
  positionals: { name: { type: 'string', demandOption: true, describe: 'What to know it by' } },
  flags: {
    ...sourceFlags,
    url: { ...sourceFlags.url, demandOption: true },
    branch: { ...sourceFlags.branch, demandOption: true },
    path: { ...sourceFlags.path, describe: 'The directory of the presets in it; its root without this' },
    paused: { type: 'boolean', default: false, describe: 'It is not looked at yet' },
    'no-sync': noSyncFlag,
  },
  async run(context, { name, paused, noSync, ...args }) {
    const { output, io } = context;
    const changes = await sourceChanges(io, args);
    const client = await context.client();
    const source = await client.presetSources.create({
      name,
      url: args.url,
      branch: args.branch,
      ...changes,
      enabled: !paused,
    });
    await output.result(source, () => `${neutralize(source.webhookUrl)}\n`);
    await output.aside(
      'Keep the address now: it is not shown again. Have the repository call it after each push;\n' +
        `without it, ${name} is looked at each minute.\n` +
        `How it stands: hyprbox preset source show ${source.id}`,
    );
    if (paused || noSync) return exitCodes.ok;
    // What goes wrong from here on leaves the source added, and its address is printed.
    const seen = await lookAtSource(context, client, source);
    await output.note(lookText(source, seen, io.now(), { width: output.width, paint: unpainted }).trimEnd());
    return endOfLook(context, seen);
  },
});
