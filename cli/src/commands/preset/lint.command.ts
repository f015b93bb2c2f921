import type { FindingLevel, LintedPreset } from '@hyprbox/contracts';
import { defineCommand } from '../../arguments/define-command.js';
import { UsageError } from '../../errors.js';
import { exitCodes } from '../../exit-codes.js';
import { findingsCount, findingsText, isAtLeast, levels } from './findings.js';
import { newPresetName } from './preset-name.js';
import { nameOfFile, readSource } from './preset-source.js';

/** From this level on a finding makes a check fail; the others are only shown. */
const failingLevel: FindingLevel = 'WARNING';

export const presetLintCommand = defineCommand({
  command: 'lint <files..>',
  describe: 'What is wrong with a source, each with its line and column',
  examples: [
    ['preset lint motd.sh', 'Front matter, variables, and what shellcheck says of the script'],
    ['preset lint presets/*.sh --level ERROR', 'Many, and only what keeps them from being published'],
    ['preset export motd@draft | hyprbox preset lint - --name motd', 'The draft'],
  ],
  epilogue: [
    'Exit codes: 0 nothing, or notes alone; 1 errors or warnings; 2 wrong usage,',
    '3 not signed in or not allowed, 5 server unreachable.',
  ].join('\n'),
  positionals: {
    files: { type: 'string', array: true, demandOption: true, describe: 'Files of presets; -: stdin' },
  },
  flags: {
    name: { type: 'string', requiresArg: true, describe: 'What it is called, where the file does not say' },
    level: {
      choices: levels,
      default: 'STYLE',
      requiresArg: true,
      describe: 'Leave out what is less than this',
    },
  },
  async run(context, { files, name, level }) {
    const { output, io } = context;
    if (name !== undefined && files.length > 1) throw new UsageError('--name is that of one file');
    const sources: { file: string; name: string | undefined; source: string }[] = [];
    for (const file of new Set(files)) {
      sources.push({ file, name: nameFor(file, name), source: await readSource(io, file) });
    }
    const client = await context.client();
    const linted: (LintedPreset & { file: string })[] = [];
    for (const { file, name: called, source } of sources) {
      const answer = await client.presets.lint({ source, ...(called !== undefined && { name: called }) });
      const findings = answer.findings.filter((finding) => isAtLeast(finding.level, levelOf(level)));
      linted.push({ file, ...answer, findings });
      if (!output.isJson) await output.text(findingsText(file, findings, output.paint));
    }
    if (output.isJson) await output.result({ files: linted }, () => '');
    const all = linted.flatMap(({ findings }) => findings);
    await output.aside(`Found ${findingsCount(all)} (checked by ${[...new Set(linted.map(checker))].join(', ')}).`);
    return all.some((finding) => isAtLeast(finding.level, failingLevel)) ? exitCodes.failure : exitCodes.ok;
  },
});

function nameFor(file: string, given: string | undefined): string | undefined {
  if (given !== undefined) return newPresetName(given);
  return file === '-' ? undefined : nameOfFile(file);
}

/** yargs took it from the list of levels. */
function levelOf(typed: string): FindingLevel {
  return levels.find((level) => level === typed) ?? 'STYLE';
}

function checker({ checkedBy }: LintedPreset): string {
  return checkedBy;
}
