import type { AlertRule, AlertRuleFields } from '@hyprbox/contracts';
import { UsageError } from '../../../errors.js';
import type { Io } from '../../../io.js';
import { readYamlFile } from '../../yaml-file.js';

/** What a rule of a file has if the file does not say. */
const defaults = { selector: { all: true }, forSeconds: 0, keepSeconds: 0, noData: 'HOLD', enabled: true };

/** The order of the fields in a file, of a rule and of what is in it. Others come last, in the order of their names. */
const order = [
  ...['name', 'kind', 'severity', 'enabled', 'selector', 'condition', 'forSeconds', 'keepSeconds', 'noData'],
  ...['runbook', 'remediation'],
  ...['all', 'nodeIds', 'tagsAll', 'tagsAny', 'tagsNone', 'platform'],
  ...['metric', 'op', 'fire', 'clear', 'aggregate', 'windowSeconds', 'mount'],
  ...['afterSeconds', 'outcomes', 'presets', 'protections', 'beatId', 'check'],
  ...['preset', 'variables', 'everySeconds', 'atOnce'],
];

/** A rule as it stands in a file; its fields and values are left to the server, which names each fault. */
export type FileRule = Readonly<Record<string, unknown>> & { name: string };

const ofServer = new Set(['id', 'version', 'createdAt', 'updatedAt']);

/** Rules of beats are made and deleted with their beats. */
export function isOfFile({ kind }: AlertRule): boolean {
  return kind !== 'BEAT';
}

/** What of a rule is written to a file: all but what the server alone knows. */
export function toFileRule(rule: AlertRule): FileRule {
  const fields = Object.fromEntries(Object.entries(rule).filter(([name]) => !ofServer.has(name)));
  return { ...fields, name: rule.name };
}

/** Whether two rules say the same, in whatever order. */
export function changedFields(before: FileRule, after: FileRule): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.filter((name) => textOf(before[name]) !== textOf(after[name])).sort(inOrder);
}

/** The rules as YAML, the same for the same rules. */
export async function toYaml(rules: readonly FileRule[]): Promise<string> {
  const { stringify } = await import('yaml');
  const sorted = rules.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(canonical);
  return stringify({ rules: sorted }, { lineWidth: 0, aliasDuplicateObjects: false });
}

/** The rules that a file holds, each name once. */
export async function readRules(io: Io, path: string): Promise<FileRule[]> {
  const { rules, ...others } = await readYamlFile(io, path, 'a file of rules');
  const [other] = Object.keys(others);
  if (!Array.isArray(rules) || other !== undefined) {
    const wrong = other === undefined ? 'has no list' : `has "${other}" beside the list`;
    throw new UsageError(`--file: it ${wrong} "rules"`, '`hyprbox alert rule export` prints a file of rules');
  }
  const read = rules.map(ruleOf);
  const names = read.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new UsageError(`--file: "${twice}" is there twice; rules are told by their names`);
  return read;
}

function ruleOf(rule: unknown, index: number): FileRule {
  const fields: Record<string, unknown> = typeof rule === 'object' && rule !== null ? { ...rule } : {};
  const { name } = fields;
  if (typeof name !== 'string' || name === '') throw new UsageError(`--file: rule ${index + 1} has no name`);
  return { ...defaults, ...fields, name };
}

/** What is sent of a rule of a file. */
export function toFields(rule: FileRule, version?: number): AlertRuleFields {
  // The server reads what it is, and names each fault.
  return { ...rule, ...(version !== undefined && { version }) } as unknown as AlertRuleFields;
}

function textOf(value: unknown): string {
  return JSON.stringify(canonical(value)) ?? '';
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => inOrder(a, b));
  return Object.fromEntries(entries.map(([name, each]) => [name, canonical(each)]));
}

function inOrder(a: string, b: string): number {
  const [first, second] = [a, b].map((name) => (order.includes(name) ? order.indexOf(name) : order.length));
  if (first !== second) return (first ?? 0) - (second ?? 0);
  return a < b ? -1 : 1;
}
