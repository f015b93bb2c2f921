import type { Preset, PresetVariable } from '@hyprbox/contracts';
import { defineCommand } from '../../arguments/define-command.js';
import type { Context } from '../../context.js';
import { exitCodes } from '../../exit-codes.js';
import { renderDetails } from '../../output/details.js';
import { neutralize } from '../../output/neutralize.js';

export const presetShowCommand = defineCommand({
  command: 'show <name>',
  describe: 'One preset: what it does and which variables it takes',
  examples: [
    ['preset show nginx-site', 'Its variables'],
    ['preset show nginx-site --json | jq -r .template', 'Its bash file as it is written'],
    ["preset show nginx-site --json | jq -r '.functions[].text'", 'The shared functions that it uses'],
  ],
  positionals: { name: { type: 'string', demandOption: true, describe: 'Name of the preset' } },
  flags: {},
  async run(context, { name }) {
    const preset = await (await context.client()).presets.get(name);
    await context.output.result(preset, () => render(context, preset));
    return exitCodes.ok;
  },
});

function render({ output: { width, paint } }: Context, preset: Preset): string {
  const head = renderDetails(
    [
      ['Preset', preset.name],
      ['Title', preset.title],
      ['Category', preset.category],
      ['Version', String(preset.version)],
      ['About', preset.description],
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
