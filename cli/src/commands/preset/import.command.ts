import type { Client } from '@hyprbox/api-client';
import { defineCommand } from '../../arguments/define-command.js';
import type { Context } from '../../context.js';
import { UsageError } from '../../errors.js';
import { exitCodes } from '../../exit-codes.js';
import type { Style } from '../../output/palette.js';
import { renderTable } from '../../output/table.js';
import { eachOf } from '../each-of.js';
import { draftBase, stateOf } from './draft-base.js';
import { presetFiles } from './preset-files.js';
import { nameOfFile, readSource } from './preset-source.js';
import { publishDraft } from './publish-draft.js';
import { isStale, tellStale } from './stale-draft.js';

/** What became of one file. */
interface Imported {
  name: string;
  file: string;
  change: 'unchanged' | 'draft' | 'published';
  /** The one that is current; 0 where there is none yet. */
  version: number;
  /** Of its draft; null where there is nothing to publish. */
  revision: number | null;
}

const styles: Readonly<Record<Imported['change'], Style>> = { unchanged: 'dim', draft: 'yellow', published: 'green' };

export const presetImportCommand = defineCommand({
  command: 'import <files..>',
  describe: 'Save files as drafts of the presets that they are called after',
  examples: [
    ['preset import motd.sh', 'The draft of motd'],
    ['preset import presets --publish -m "From our wiki"', 'Each *.sh of a directory, at once as a version'],
  ],
  positionals: {
    files: { type: 'string', array: true, demandOption: true, describe: 'Files called <name>.sh, or directories' },
  },
  flags: {
    publish: { type: 'boolean', default: false, describe: 'Publish each (administrators)' },
    message: { type: 'string', alias: 'm', requiresArg: true, describe: 'Of --publish: what is new, on one line' },
    yes: { type: 'boolean', alias: 'y', default: false, describe: 'Publish also what breaks something' },
  },
  async run(context, { files: given, publish, message, yes }) {
    const { output } = context;
    if (publish !== (message !== undefined)) throw new UsageError('Give --publish and --message together');
    const files = await filesOf(given);
    const client = await context.client();
    const imported: Imported[] = [];
    const exitCode = await eachOf(context, files, async (file) => {
      const saved = await importFile(context, client, file);
      // Its draft is there, whatever becomes of the publication.
      const at = imported.push(saved) - 1;
      if (message !== undefined) imported[at] = await published(context, client, saved, { message, yes });
    });
    if (imported.length > 0) await output.result({ items: imported }, () => table(context, imported));
    const isAll = imported.every(({ change }) => message === undefined || change !== 'draft');
    return exitCode === exitCodes.ok && !isAll ? exitCodes.failure : exitCode;
  },
});

async function filesOf(given: readonly string[]): Promise<string[]> {
  const files = await presetFiles(given);
  const names = files.map(nameOfFile);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new UsageError(`${twice} is there twice`);
  return files;
}

async function importFile(context: Context, client: Client, file: string): Promise<Imported> {
  const name = nameOfFile(file);
  const source = await readSource(context.io, file);
  const state = await stateOf(client, name);
  const { preset, draft } = state;
  const version = preset?.version ?? 0;
  const isCurrent = draft === null && preset?.template === source && preset.state !== 'RETIRED';
  if (isCurrent) return { name, file, change: 'unchanged', version, revision: null };
  try {
    const { revision } = await client.presets.draft.save(name, { source, ...(await draftBase(client, state)) });
    return { name, file, change: 'draft', version, revision };
  } catch (error) {
    if (isStale(error)) await tellStale(context, error, name, file);
    throw error;
  }
}

async function published(
  context: Context,
  client: Client,
  saved: Imported,
  { message, yes }: { message: string; yes: boolean },
): Promise<Imported> {
  const { name, revision } = saved;
  if (revision === null) return saved;
  const answer = await publishDraft(context, client, { name, message, revision, yes });
  return answer === null ? saved : { ...saved, change: 'published', version: answer.version, revision: null };
}

function table({ output }: Context, imported: readonly Imported[]): string {
  return renderTable<Imported>(
    [
      { header: 'PRESET', value: ({ name }) => name, shrinks: true },
      { header: 'CHANGE', value: ({ change }) => change, style: ({ change }) => styles[change] },
      { header: 'VERSION', value: ({ version }) => String(version), align: 'right' },
      { header: 'FILE', value: ({ file }) => file, shrinks: true },
    ],
    imported,
    output.width,
    output.paint,
  );
}
