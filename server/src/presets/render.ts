import { createHash } from 'node:crypto';
import {
  secretVariable,
  type PresetVariable,
  type RenderedPreset,
  type VariableValue,
  type VariableValues,
} from '@hyprbox/contracts';

export interface RenderedScript extends RenderedPreset {
  /** Environment variable that the script reads → where the agent finds the secret. */
  secretRefs: Record<string, string>;
}

/** What a script is made of, but for the values. */
export interface ScriptSource {
  /** The preset's. */
  name: string;
  version: number;
  variables: readonly PresetVariable[];
  /** Those that it uses, in their order. */
  functions: readonly { text: string }[];
  /** What follows the front matter, verbatim. */
  body: string;
}

/**
 * Makes the script of a preset and its checked values (see `checkVariables`). The same input gives the same bytes.
 *
 * The functions that the preset uses stand in front of its body, each once, so what they do is shown and hashed with it.
 * No value is ever put into the body or into them: each is assigned, quoted, to a shell variable. A secret is not in the script at
 * all: the agent hands it over in the environment.
 */
export function renderPreset(source: ScriptSource, values: VariableValues): RenderedScript {
  const { name, version, variables, functions, body } = source;
  const script = [
    '#!/usr/bin/env bash',
    `# HyprBox preset ${name}, version ${version}`,
    '',
    ...variables.map((variable) => assignment(variable, values[variable.name])),
    ...functions.flatMap(({ text }) => ['', text]),
    '',
    '# What runs is one function, and its call is only complete with the last byte: a script that was cut short runs',
    '# nothing. Without an input of their own, commands read nothing, so none can swallow the rest of the script.',
    'main() {',
    body.replace(/\n$/, ''),
    '}',
    '{ main </dev/null; }',
  ].join('\n');
  return {
    script,
    sha256: createHash('sha256').update(script, 'utf8').digest('hex'),
    version,
    secretRefs: secretRefs(variables, values),
  };
}

function assignment({ name, type }: PresetVariable, value: VariableValue | undefined): string {
  if (type !== 'secretRef' || value === undefined) return `${name}=${quote(String(value ?? ''))}`;
  const secret = secretVariable(name);
  return `${name}="\${${secret}?the agent did not hand over the secret}"; unset ${secret}`;
}

/** Between single quotes bash takes every character as it is; only the quote itself must stand outside of them. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function secretRefs(variables: readonly PresetVariable[], values: VariableValues): Record<string, string> {
  return Object.fromEntries(
    variables
      .filter(({ name, type }) => type === 'secretRef' && values[name] !== undefined)
      .map(({ name }) => [secretVariable(name), String(values[name])]),
  );
}
