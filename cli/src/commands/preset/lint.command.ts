import type { FindingLevel, LintedPreset } from '@hyprbox/contracts';
import { defineCommand } from '../../arguments/define-command.js';
import { exitCodes } from '../../exit-codes.js';
import { findingsCount, findingsText, isAtLeast, levels } from './findings.js';
import { fileSources } from './linted-files.js';
import { draftSources } from './linted-sources.js';

/** From this level on a finding makes a check fail; the others are only shown. */
const failingLevel: FindingLevel = 'WARNING';

/** A draft says no version, so that it may well be none. */
const hint = 'Files that git or HYPRBOX_PRESETS_DIR brings are checked with --as file.';

export const presetLintCommand = defineCommand({
  command: 'lint <files..>',
  describe: 'What is wrong with a source, each with its line and column',
  examples: [
    ['preset lint motd.sh', 'Front matter, variables, and what shellcheck says of the script'],
    ['preset lint presets/*.sh --level ERROR', 'Many, and only what keeps them from being published'],
    ['preset lint presets --as file', 'As git would bring them: with "version" and the functions of lib/'],
    ['preset export motd@draft | hyprbox preset lint - --name motd', 'The draft'],
  ],
  epilogue: [
    'Exit codes: 0 nothing, or notes alone; 1 errors or warnings; 2 wrong usage,',
    '3 not signed in or not allowed, 5 server unreachable.',
  ].join('\n'),
  positionals: {
    files: { type: 'string', array: true, demandOption: true, describe: 'Files of presets, or directories; -: stdin' },
  },
  flags: {
    name: { type: 'string', requiresArg: true, describe: 'What it is called, where the file does not say' },
    as: {
      choices: ['draft', 'file'],
      default: 'draft',
      requiresArg: true,
      describe: 'What it is to be: a draft, or a file of git or HYPRBOX_PRESETS_DIR',
    },
    level: {
      choices: levels,
      default: 'STYLE',
      requiresArg: true,
      describe: 'Leave out what is less than this',
    },
  },
  async run(context, { files, name, as, level }) {
    const { output, io } = context;
    const sources = await (as === 'file' ? fileSources : draftSources)(io, files, name);
    const client = await context.client();
    const linted: (LintedPreset & { file: string })[] = [];
    for (const { file, request } of sources) {
      const answer = await client.presets.lint(request);
      const findings = answer.findings.filter((finding) => isAtLeast(finding.level, levelOf(level)));
      linted.push({ file, ...answer, findings });
      if (!output.isJson) await output.text(findingsText(file, findings, output.paint));
    }
    if (output.isJson) await output.result({ files: linted }, () => '');
    const all = linted.flatMap(({ findings }) => findings);
    await output.aside(`Found ${findingsCount(all)} (checked by ${[...new Set(linted.map(checker))].join(', ')}).`);
    if (as === 'draft' && all.some(({ code }) => code === 'VERSION_IGNORED')) await output.aside(hint);
    return all.some((finding) => isAtLeast(finding.level, failingLevel)) ? exitCodes.failure : exitCodes.ok;
  },
});

/** yargs took it from the list of levels. */
function levelOf(typed: string): FindingLevel {
  return levels.find((level) => level === typed) ?? 'STYLE';
}

function checker({ checkedBy }: LintedPreset): string {
  return checkedBy;
}
