import { collectPages } from '@hyprbox/api-client';
import { limits } from '@hyprbox/contracts';
import type { PresetVersionSummary } from '@hyprbox/contracts';
import { defineCommand } from '../../arguments/define-command.js';
import { itemCount } from '../../arguments/values.js';
import { exitCodes } from '../../exit-codes.js';
import { relativeTime } from '../../output/figures.js';
import { renderTable } from '../../output/table.js';
import { listFlags } from '../list-flags.js';
import { addressText, sourceOf } from './git-origin.js';
import { namePositional } from './preset-name.js';

const hashShown = 12;

export const presetVersionsCommand = defineCommand({
  command: 'versions <name>',
  describe: 'What a preset was, newest first: none of it changes',
  examples: [
    ['preset versions motd', 'Who published what, and why'],
    ["preset versions motd --json | jq -r '.items[] | [.version, .sha256] | @tsv'", 'Numbers and hashes'],
  ],
  positionals: { name: namePositional },
  flags: {
    ...listFlags,
    limit: {
      type: 'string',
      coerce: itemCount,
      requiresArg: true,
      describe: `At most this many (${limits.pageDefault})`,
    },
  },
  async run(context, { name, limit, cursor }) {
    const { output, io } = context;
    const client = await context.client();
    const fetchPage = (page: object) => client.presets.versions.list(name, page);
    const versions = await collectPages(fetchPage, limit ?? limits.pageDefault, cursor);
    await output.result(versions, () =>
      versions.items.length === 0
        ? 'It has no version yet.\n'
        : renderTable<PresetVersionSummary>(
            [
              {
                header: 'VERSION',
                value: ({ version, isCurrent }) => `${version}${isCurrent ? ' (current)' : ''}`,
                style: ({ isCurrent }) => (isCurrent ? 'green' : undefined),
              },
              { header: 'PUBLISHED', value: ({ publishedAt }) => relativeTime(publishedAt, io.now()) },
              { header: 'BY', value: byText, shrinks: true },
              { header: 'WHAT IS NEW', value: ({ message }) => message || '–', shrinks: true },
              { header: 'SHA-256', value: ({ sha256 }) => sha256.slice(0, hashShown) },
            ],
            versions.items,
            output.width,
            output.paint,
          ),
    );
    if (!output.isJson && versions.items.some(({ commit }) => commit !== null)) {
      const source = await sourceOf(client, await client.presets.get(name));
      // What brings it now may not be what brought each of them.
      if (source) await output.aside(`Its source now: ${source.name}, ${addressText(source)}`);
    }
    if (versions.nextCursor !== null) await output.aside(`There are older ones: --cursor ${versions.nextCursor}`);
    return exitCodes.ok;
  },
});

function byText({ publishedByName, commit }: PresetVersionSummary): string {
  return publishedByName ?? (commit === null ? 'a file' : `commit ${commit.slice(0, hashShown)}`);
}
