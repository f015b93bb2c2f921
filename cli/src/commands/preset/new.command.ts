import { writeFile } from 'node:fs/promises';
import { defineCommand } from '../../arguments/define-command.js';
import type { Context } from '../../context.js';
import { LocalFailure, UsageError } from '../../errors.js';
import { exitCodes } from '../../exit-codes.js';
import { neutralize } from '../../output/neutralize.js';
import { newSource } from './new-source.js';
import { newPresetName, presetReference } from './preset-name.js';
import { fileEnding } from './preset-source.js';
import { sourceOf } from './source-of.js';
import { withoutVersion } from './version-line.js';

export const presetNewCommand = defineCommand({
  command: 'new <name>',
  describe: 'Begin a preset as a file here; prints its path',
  examples: [
    ['preset new motd', 'motd.sh, with a form of one field'],
    ['preset new our-hostname --from hostname', 'From another one: built-in ones are copied, never changed'],
    ['preset new motd --from motd@3 --file -', 'An older version of it, to stdout'],
  ],
  positionals: { name: { type: 'string', demandOption: true, describe: 'What it is to be called' } },
  flags: {
    from: { type: 'string', requiresArg: true, describe: 'Copy this preset; with @version: that one of it' },
    file: { type: 'string', requiresArg: true, describe: 'Where to write it (<name>.sh); -: to stdout' },
    force: { type: 'boolean', default: false, describe: 'Write over a file that is there' },
  },
  async run(context, { name: typed, from, file, force }) {
    const { output } = context;
    const name = newPresetName(typed);
    const source = from === undefined ? newSource(name) : await copyOf(context, from);
    if (file === '-') {
      await output.document(source);
      return exitCodes.ok;
    }
    const path = file ?? `${name}${fileEnding}`;
    await writeNew(path, source, force);
    await output.result({ name, file: path }, () => `${neutralize(path)}\n`);
    await output.aside(
      `Write it, then:  hyprbox preset lint ${path}\n                 hyprbox preset save ${name} ${path}`,
    );
    return exitCodes.ok;
  },
});

async function copyOf(context: Context, from: string): Promise<string> {
  return withoutVersion((await sourceOf(await context.client(), presetReference(from))).source);
}

async function writeNew(path: string, source: string, force: boolean): Promise<void> {
  try {
    await writeFile(path, source, { flag: force ? 'w' : 'wx' });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      throw new UsageError(`${path} is there already`, 'give --force to write over it, or --file for another place');
    }
    throw new LocalFailure(`Cannot write ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
