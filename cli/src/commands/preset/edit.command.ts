import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@hyprbox/api-client';
import { defineCommand } from '../../arguments/define-command.js';
import { canAsk, isConfirmed } from '../../confirm.js';
import type { Context } from '../../context.js';
import { NotFoundError, UsageError } from '../../errors.js';
import { exitCodes } from '../../exit-codes.js';
import { runEditor } from '../../local/run-editor.js';
import { stateOf } from './draft-base.js';
import type { DraftBase, PresetState } from './draft-base.js';
import { findingsText } from './findings.js';
import { namePositional } from './preset-name.js';
import { fileEnding, readSource } from './preset-source.js';
import { isStale, tellStale } from './stale-draft.js';

/** A source to edit, and what it is saved over. */
interface Editing extends DraftBase {
  source: string;
  /** Its text may be published as it is: that brings the preset back. */
  isRetired: boolean;
}

export const presetEditCommand = defineCommand({
  command: 'edit <name>',
  describe: 'Change a preset in your editor; what comes of it is its draft',
  examples: [
    ['preset edit motd', 'Its draft, or a new one of the current version'],
    ['preset edit motd && hyprbox preset publish motd -m "Say more"', 'And publish it'],
  ],
  epilogue: [
    'The editor is $VISUAL, else $EDITOR, else vi. Where the draft can not be',
    'saved, the text stays where it is, and its place is told.',
    '',
    'Exit codes: 0 saved, or nothing was changed; 1 failed, 2 wrong usage, 3 not',
    'signed in or not allowed, 4 not found, 5 server unreachable.',
  ].join('\n'),
  positionals: { name: namePositional },
  flags: {},
  async run(context, { name }) {
    const { output } = context;
    const client = await context.client();
    const editing = editingOf(name, await stateOf(client, name));
    const directory = await mkdtemp(join(tmpdir(), 'hyprbox-'));
    const file = join(directory, `${name}${fileEnding}`);
    await writeFile(file, editing.source, { mode: 0o600, flag: 'wx' });
    let isKept = false;
    try {
      const source = await editedSource(context, client, name, file);
      if (source === editing.source && !editing.isRetired) {
        await output.note('Nothing was changed.');
        return exitCodes.ok;
      }
      const { basedOn, revision } = editing;
      const draft = await client.presets.draft.save(name, { source, basedOn, revision });
      await output.result(draft, () => '');
      await output.aside(
        `Saved the draft of ${name} (revision ${draft.revision}). Publish it: hyprbox preset publish ${name} -m "…"`,
      );
      return exitCodes.ok;
    } catch (error) {
      isKept = (await readFile(file, 'utf8').catch(() => editing.source)) !== editing.source;
      if (isStale(error)) await tellStale(context, error, name, file);
      throw error;
    } finally {
      if (isKept) await output.note(`What you wrote is in ${file}`);
      else await rm(directory, { recursive: true, force: true });
    }
  },
});

/** What the person leaves in the file: who is shown mistakes may go on editing. */
async function editedSource(context: Context, client: Client, name: string, file: string): Promise<string> {
  const { output, io } = context;
  for (;;) {
    await runEditor(file, io.env);
    context.signal.throwIfAborted();
    const source = await readSource(io, file);
    const { findings } = await client.presets.lint({ source, name });
    if (!output.isJson && findings.length > 0) {
      await output.note(findingsText(file, findings, (_style, text) => text).trimEnd());
    }
    const isBroken = findings.some(({ level }) => level === 'ERROR');
    if (!isBroken || !canAsk(io) || !(await isConfirmed(context, 'Edit it again?'))) return source;
  }
}

function editingOf(name: string, { preset, draft }: PresetState): Editing {
  if (draft !== null) {
    return { source: draft.source, basedOn: draft.basedOn, revision: draft.revision, isRetired: false };
  }
  if (preset === null) {
    throw new NotFoundError(`There is no preset "${name}"`, `\`hyprbox preset new ${name}\` begins one`);
  }
  // What is retired goes on here, wherever it came from.
  if (preset.origin !== undefined && preset.origin !== 'CONSOLE' && preset.state !== 'RETIRED') {
    throw new UsageError(
      `${name} does not belong to the console, so it can't be changed here`,
      `copy it: \`hyprbox preset new our-${name} --from ${name}\``,
    );
  }
  return { source: preset.template, basedOn: preset.version, revision: 0, isRetired: preset.state === 'RETIRED' };
}
