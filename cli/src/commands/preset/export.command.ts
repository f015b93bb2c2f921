import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { collectPages } from '@hyprbox/api-client';
import type { Client } from '@hyprbox/api-client';
import { presetOrigins } from '@hyprbox/contracts';
import type { PresetOrigin } from '@hyprbox/contracts';
import { defineCommand } from '../../arguments/define-command.js';
import { LocalFailure, UsageError } from '../../errors.js';
import { exitCodes } from '../../exit-codes.js';
import { plural } from '../../output/figures.js';
import { neutralize } from '../../output/neutralize.js';
import { presetReference } from './preset-name.js';
import { fileEnding } from './preset-source.js';
import { sourceOf } from './source-of.js';
import { withVersion } from './version-line.js';

export const presetExportCommand = defineCommand({
  command: 'export [name]',
  describe: 'The source of presets, to a file or a directory',
  examples: [
    ['preset export motd', 'To stdout, byte for byte'],
    ['preset export motd@3 -o motd.sh', 'An older version'],
    ['preset export --all --with-version -o presets', 'All that were written here, as git needs them'],
  ],
  positionals: { name: { type: 'string', describe: 'Name of the preset; @version or @draft: that one of it' } },
  flags: {
    output: { type: 'string', alias: 'o', requiresArg: true, describe: 'A file, or a directory; of --all it is made' },
    all: { type: 'boolean', default: false, describe: 'Each preset of one origin that can be run' },
    origin: { choices: presetOrigins, requiresArg: true, describe: 'Of --all: another one (CONSOLE)' },
    'with-version': {
      type: 'boolean',
      default: false,
      describe: 'Write its number into the front matter, for git and HYPRBOX_PRESETS_DIR',
    },
  },
  async run(context, { name: typed, output: target, all, origin, withVersion: isNumbered }) {
    const { output } = context;
    if ((typed === undefined) !== all) throw new UsageError('Give the name of a preset, or --all');
    if (origin !== undefined && !all) throw new UsageError('--origin is that of --all');
    const client = await context.client();
    const written = async (reference: string): Promise<string> => {
      const { source, version } = await sourceOf(client, presetReference(reference));
      return isNumbered ? withVersion(source, version) : source;
    };
    if (typed !== undefined && target === undefined) {
      const source = await written(typed);
      if (output.isJson) await output.result({ ...presetReference(typed), source }, () => '');
      else await output.document(source);
      return exitCodes.ok;
    }
    if (target === undefined) throw new UsageError('Where to? Give the directory with --output');
    if (all) await makeDirectory(target);
    const isDirectory = all || (await isDirectoryAt(target));
    const names = typed === undefined ? await namesOf(client, originOf(origin)) : [typed];
    const files: string[] = [];
    for (const each of names) {
      const path = isDirectory ? join(target, `${presetReference(each).name}${fileEnding}`) : target;
      await write(path, await written(each));
      files.push(path);
    }
    await output.result({ files }, () => files.map((file) => `${neutralize(file)}\n`).join(''));
    await output.aside(`Wrote ${plural(files.length, 'preset')}.`);
    return exitCodes.ok;
  },
});

async function namesOf(client: Client, origin: PresetOrigin): Promise<string[]> {
  const { items } = await collectPages((page) => client.presets.list({ ...page, origin }), Infinity);
  return items.map(({ name }) => name);
}

/** yargs took it from the list of origins. */
function originOf(typed: string | undefined): PresetOrigin {
  return presetOrigins.find((origin) => origin === typed) ?? 'CONSOLE';
}

async function isDirectoryAt(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() === true;
}

async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    throw new LocalFailure(`Cannot make ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function write(path: string, source: string): Promise<void> {
  try {
    await writeFile(path, source);
  } catch (error) {
    throw new LocalFailure(`Cannot write ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
