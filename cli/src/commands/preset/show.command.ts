import type { Preset, PresetOrigin, PresetSource, PresetVariable, PresetVersion } from '@hyprbox/contracts';
import { defineCommand } from '../../arguments/define-command.js';
import type { Context } from '../../context.js';
import { UsageError } from '../../errors.js';
import { exitCodes } from '../../exit-codes.js';
import { renderDetails } from '../../output/details.js';
import type { Detail } from '../../output/details.js';
import { relativeTime } from '../../output/figures.js';
import { neutralize } from '../../output/neutralize.js';
import { addressText, gitOrigin, sourceOf, type GitOrigin } from './git-origin.js';
import { presetReference, referencePositional } from './preset-name.js';

export const presetShowCommand = defineCommand({
  command: 'show <name>',
  describe: 'One preset, or a version of it: what it does and which variables it takes',
  examples: [
    ['preset show nginx-site', 'Its variables'],
    ['preset show nginx-site@1', 'As it was'],
    ['preset show nginx-site --json | jq -r .template', 'Its bash file as it is written'],
    ["preset show nginx-site --json | jq -r '.functions[].text'", 'The shared functions that it uses'],
  ],
  positionals: { name: referencePositional },
  flags: {},
  async run(context, { name: typed }) {
    const { name, version } = presetReference(typed);
    if (version === 'draft') {
      throw new UsageError('A draft is a text', `print it with \`hyprbox preset export ${name}@draft\``);
    }
    const client = await context.client();
    if (version === undefined) {
      const preset = await client.presets.get(name);
      const from = context.output.isJson ? null : await gitOrigin(client, preset);
      await context.output.result(preset, () => render(context, preset, presetDetails(preset, from, context.io.now())));
    } else {
      const found = await client.presets.versions.get(name, version);
      const preset = context.output.isJson || found.commit === null ? null : await client.presets.get(name);
      const source = preset && (await sourceOf(client, preset));
      await context.output.result(found, () => render(context, found, versionDetails(found, source, context.io.now())));
    }
    return exitCodes.ok;
  },
});

const origins: Readonly<Record<PresetOrigin, string>> = {
  BUILTIN: 'built in',
  FILE: 'a file beside the server',
  CONSOLE: 'written here',
  GIT: 'git',
};

function presetDetails(preset: Preset, from: GitOrigin | null, now: Date): Detail[] {
  const { version, origin, sourceName, sha256, shippedWith, publishedAt, publishedByName, hasDraft, problem } = preset;
  // When what is built in came into this database says nothing of it.
  const isDated = publishedAt && !shippedWith;
  const published = isDated ? `, ${relativeTime(publishedAt, now)}${by(publishedByName)}` : '';
  return [
    ['Version', version === 0 ? 'none yet' : `${version}${published}`],
    ['SHA-256', sha256 ?? null],
    ['From', origin === undefined ? null : originText(origin, sourceName ?? (shippedWith && `HyprBox ${shippedWith}`))],
    ['Commit', from?.commit ?? null],
    ['Address', from?.source ? addressText(from.source) : null],
    ['Draft', hasDraft === true ? `yes: hyprbox preset diff ${preset.name}` : null],
    ['Retired', retirement(preset, now)],
    ['Problem', problem ?? null],
  ];
}

/** `built in: HyprBox 1.2.0`, `git: team`, `written here` */
function originText(origin: PresetOrigin, which: string | null | undefined): string {
  return which ? `${origins[origin]}: ${which}` : origins[origin];
}

function retirement({ retiredAt, retiredByName, retiredReason }: Preset, now: Date): string | null {
  if (!retiredAt) return null;
  return `${relativeTime(retiredAt, now)}${by(retiredByName)}${retiredReason ? `: ${retiredReason}` : ''}`;
}

/** @param source what brings the preset now, which may not be what brought this version */
function versionDetails(version: PresetVersion, source: PresetSource | null, now: Date): Detail[] {
  const { isCurrent, sha256, message, authorName, publishedAt, publishedByName, commit } = version;
  return [
    ['Version', `${version.version}${isCurrent ? ' (current)' : ''}`],
    ['SHA-256', sha256],
    ['Published', `${relativeTime(publishedAt, now)}${by(publishedByName)}`],
    ['Written', authorName === null ? null : `by ${authorName}`],
    ['Commit', commit],
    ['Source now', source && `${source.name}, ${addressText(source)}`],
    ['New in it', message || null],
  ];
}

function by(name: string | null | undefined): string {
  return name ? ` by ${name}` : '';
}

function render({ output: { width, paint } }: Context, preset: Preset | PresetVersion, details: Detail[]): string {
  const head = renderDetails(
    [
      ['Preset', preset.name],
      ['Title', preset.title || null],
      ['Category', preset.category || null],
      ...details,
      ['About', preset.description || null],
      ['Functions', preset.functions?.map(({ name: used }) => used).join(', ') || null],
    ],
    width,
    paint,
  );
  if (preset.variables.length === 0) return `${head}\nIt takes no variables.\n`;
  const variables = preset.variables.map((variable) => {
    const title = paint('bold', neutralize(variable.name));
    return `\n${title}\n${renderDetails(variableDetails(variable), width, paint)}`;
  });
  return head + variables.join('');
}

function variableDetails(variable: PresetVariable): [string, string | null][] {
  const { min, max } = variable;
  const what = variable.type === 'string' ? 'length ' : '';
  const bounds = min === undefined && max === undefined ? null : `${what}${min ?? '…'} to ${max ?? '…'}`;
  return [
    ['  Type', `${variable.type}${variable.required ? ', required' : ''}`],
    ['  About', variable.description || variable.label],
    ['  Default', variable.default === null ? null : String(variable.default)],
    ['  One of', variable.options === undefined ? null : variable.options.join(', ')],
    ['  Bounds', bounds],
    ['  Pattern', variable.pattern ?? null],
  ];
}
