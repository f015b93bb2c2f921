import type { Client } from '@hyprbox/api-client';
import type { AlertRule } from '@hyprbox/contracts';
import { defineCommand } from '../../../arguments/define-command.js';
import type { Context } from '../../../context.js';
import { exitCodes } from '../../../exit-codes.js';
import { plural } from '../../../output/figures.js';
import type { Style } from '../../../output/palette.js';
import { renderTable } from '../../../output/table.js';
import { eachOf } from '../../each-of.js';
import { allRules } from './find-rule.js';
import { changedFields, isOfFile, readRules, toFields, toFileRule, type FileRule } from './rule-document.js';

interface Change {
  name: string;
  change: 'added' | 'changed' | 'unchanged' | 'removed';
  /** Where it was not done, as the server refused it or another. */
  isRefused: boolean;
  /** Of one that is changed. */
  fields: string[];
  before: AlertRule | null;
  after: FileRule | null;
}

const styles: Readonly<Record<Change['change'], Style | undefined>> = {
  added: 'green',
  changed: 'yellow',
  unchanged: 'dim',
  removed: 'red',
};

export const ruleApplyCommand = defineCommand({
  command: 'apply',
  describe: 'Make the rules what a file says (administrators)',
  examples: [
    ['alert rule apply -f rules.yaml --dry-run', 'What would change; the server checks each rule'],
    ['alert rule apply -f rules.yaml', 'Add and change; other rules stay'],
    ['alert rule apply -f rules.yaml --prune', 'Remove the rules that are not in the file, too'],
  ],
  positionals: {},
  flags: {
    file: {
      type: 'string',
      alias: 'f',
      demandOption: true,
      requiresArg: true,
      describe: 'YAML or JSON as `alert rule export` prints it; -: stdin',
    },
    'dry-run': { type: 'boolean', default: false, describe: 'Change nothing' },
    prune: { type: 'boolean', default: false, describe: 'Remove what is not in the file' },
  },
  async run(context, { file, 'dry-run': dryRun, prune }) {
    const { output, io } = context;
    const wanted = await readRules(io, file);
    const client = await context.client();
    const changes = changesOf(await allRules(client), wanted, prune);
    const exitCode = await carryOut(context, client, changes, dryRun);
    const shown = changes.map(({ name, change, isRefused, fields }) => ({
      name,
      change,
      fields,
      ...(isRefused && { refused: true }),
    }));
    await output.result({ dryRun, changes: shown }, () => render(context, changes));
    await output.aside(summary(changes, dryRun));
    return exitCode;
  },
});

function changesOf(existing: readonly AlertRule[], wanted: readonly FileRule[], prune: boolean): Change[] {
  const byName = new Map(existing.map((rule) => [rule.name, rule]));
  const names = new Set(wanted.map(({ name }) => name));
  const written = wanted.map((after): Change => {
    const before = byName.get(after.name) ?? null;
    const fields = before === null ? [] : changedFields(toFileRule(before), after);
    const change = before === null ? 'added' : fields.length > 0 ? 'changed' : 'unchanged';
    return { name: after.name, change, isRefused: false, fields, before, after };
  });
  const removed = existing.filter((rule) => prune && isOfFile(rule) && !names.has(rule.name));
  return [
    ...written,
    ...removed.map((before): Change => ({
      name: before.name,
      change: 'removed',
      isRefused: false,
      fields: [],
      before,
      after: null,
    })),
  ];
}

/** One that is refused does not keep the others from being written; but then nothing is removed. */
async function carryOut(
  context: Context,
  client: Client,
  changes: readonly Change[],
  dryRun: boolean,
): Promise<number> {
  const byName = new Map(changes.map((change) => [change.name, change]));
  const namesOf = (...kinds: Change['change'][]): string[] =>
    changes.filter(({ change }) => kinds.includes(change)).map(({ name }) => name);
  const each = (names: readonly string[]): Promise<number> =>
    eachOf(context, names, async (name) => {
      const change = byName.get(name);
      if (!change) return;
      change.isRefused = true;
      await (dryRun ? check(client, change) : write(client, change));
      change.isRefused = false;
    });
  const written = namesOf('added', 'changed');
  const exitCode = written.length === 0 ? exitCodes.ok : await each(written);
  const removed = namesOf('removed');
  if (exitCode === exitCodes.ok) return removed.length === 0 ? exitCode : each(removed);
  for (const change of changes) if (change.change === 'removed') change.isRefused = true;
  return exitCode;
}

async function check(client: Client, { after }: Change): Promise<void> {
  if (after) await client.alerts.rules.test(toFields(after));
}

async function write(client: Client, { before, after }: Change): Promise<void> {
  if (before === null && after !== null) await client.alerts.rules.create(toFields(after));
  else if (before !== null && after !== null)
    await client.alerts.rules.replace(before.id, toFields(after, before.version));
  else if (before !== null) await client.alerts.rules.delete(before.id);
}

function render({ output }: Context, changes: readonly Change[]): string {
  if (changes.length === 0) return 'There is nothing in the file.\n';
  return renderTable<Change>(
    [
      {
        header: 'CHANGE',
        value: ({ change, isRefused }) => (isRefused ? `not ${change}` : change),
        style: ({ change, isRefused }) => (isRefused ? 'red' : styles[change]),
      },
      { header: 'RULE', value: ({ name }) => name, shrinks: true },
      { header: 'FIELDS', value: ({ fields }) => fields.join(', ') || '–', shrinks: true },
    ],
    changes,
    output.width,
    output.paint,
  );
}

function summary(changes: readonly Change[], dryRun: boolean): string {
  const count = changes.filter(({ change, isRefused }) => change !== 'unchanged' && !isRefused).length;
  return dryRun ? `${plural(count, 'rule')} would change.` : `${plural(count, 'rule')} changed.`;
}
