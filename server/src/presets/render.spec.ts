import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, existsSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PresetVariable } from '@hyprbox/contracts';
import { afterAll, describe, expect, it } from 'vitest';
import { parseFunctionFile, type FunctionFile } from './function-file.js';
import { renderPreset, type ScriptSource } from './render.js';

const dir = mkdtempSync(join(tmpdir(), 'hyprbox-render-'));
afterAll(() => rmSync(dir, { recursive: true }));

const variable = (fields: Partial<PresetVariable> & Pick<PresetVariable, 'name' | 'type'>): PresetVariable => ({
  label: fields.name,
  description: '',
  required: false,
  default: null,
  ...fields,
});

const preset = (body: string, variables: PresetVariable[] = [], functions: FunctionFile[] = []): ScriptSource => ({
  name: 'probe',
  version: 7,
  variables,
  functions,
  body,
});

const sharedFunction = (name: string, code: string): FunctionFile => {
  const text = `#!/bin/bash\n# ---\n# description: Does ${name}.\n# ---\n${code}\n`;
  return parseFunctionFile(`/lib/${name}.sh`, `${name}.sh`, Buffer.from(text));
};

/** Runs a script as the agent does: bash reads it from its standard input. */
function run(script: string, environment: Record<string, string> = {}) {
  return spawnSync('bash', ['-s'], {
    input: script,
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    cwd: dir,
    maxBuffer: 64 * 1024 * 1024,
  });
}

const valueOf = (value: string): string => {
  const { stdout, stderr } = run(renderPreset(preset(`printf '%s' "$x"`, [x]), { x: value }).script);
  expect(stderr.toString()).toBe('');
  return stdout.toString();
};
const x = variable({ name: 'x', type: 'string' });

/** A small generator with a seed (mulberry32), so that a failure can be repeated. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const pieces = ["'", '"', '\\', '$(touch pwned)', '`touch pwned`', '${x}', '!!', '\n', '\r', '\t', '}', '\n}\n', 'END'];
pieces.push("'\\''", "$'\\n'", '# ', '\u007f', '\u0001', '\u0002', '\u2028', 'ü', '🙂', '\uffff', '&& :', ';', ' ');

function randomText(random: (below: number) => number): string {
  return Array.from({ length: random(40) }, () => {
    const kind = random(3);
    if (kind === 0) return pieces[random(pieces.length)] ?? '';
    if (kind === 1) return String.fromCharCode(1 + random(255));
    const codePoint = 1 + random(0x10ffff);
    return codePoint >= 0xd800 && codePoint <= 0xdfff ? '' : String.fromCodePoint(codePoint);
  }).join('');
}

describe('a value in a rendered script', () => {
  it('comes out of bash byte for byte, whatever it is', () => {
    const random = randomNumbers(20_240_607);
    const names = Array.from({ length: 60 }, (_, index) => `v${index}`);
    const variables = names.map((name) => variable({ name, type: 'string' }));
    const body = `printf '%s\\0' ${names.map((name) => `"$${name}"`).join(' ')}`;
    for (let round = 0; round < 40; round += 1) {
      const values = Object.fromEntries(names.map((name) => [name, randomText(random)]));
      const { stdout, stderr } = run(renderPreset(preset(body, variables), values).script);
      expect(stderr.toString()).toBe('');
      expect(stdout.toString().split('\0').slice(0, -1)).toEqual(names.map((name) => values[name]));
    }
    expect(existsSync(join(dir, 'pwned'))).toBe(false);
  });

  it('keeps its trailing newlines, and 64 KiB of it', () => {
    expect(valueOf('a\n\n')).toBe('a\n\n');
    expect(valueOf(`'\n`.repeat(32 * 1024))).toBe(`'\n`.repeat(32 * 1024));
  });

  it('is a number or a word for the other types, and empty where an optional one was not given', () => {
    const variables = [
      variable({ name: 'port', type: 'int' }),
      variable({ name: 'on', type: 'boolean' }),
      variable({ name: 'note', type: 'string' }),
      variable({ name: 'token', type: 'secretRef' }),
    ];
    const body = `set -u; echo "$port/$on/$note/$token"`;
    const { script, secretRefs } = renderPreset(preset(body, variables), { port: -5, on: false });
    expect(run(script).stdout.toString()).toBe('-5/false//\n');
    expect(secretRefs).toEqual({});
  });
});

describe('a secret', () => {
  const secret = renderPreset(
    preset('printf %s "$db_password"; env', [variable({ name: 'db_password', type: 'secretRef' })]),
    {
      db_password: 'env:DB_PASSWORD',
    },
  );

  it('is named for the agent and not in the script, nor is its source', () => {
    expect(secret.secretRefs).toEqual({ HYPRBOX_SECRET_DB_PASSWORD: 'env:DB_PASSWORD' });
    expect(secret.script).not.toContain('env:DB_PASSWORD');
  });

  it('comes from the environment, where the commands do not see it', () => {
    const { stdout } = run(secret.script, { HYPRBOX_SECRET_DB_PASSWORD: `s3'"$(x)\n` });
    expect(stdout.toString().startsWith(`s3'"$(x)\n`)).toBe(true);
    expect(stdout.toString()).not.toContain('HYPRBOX_SECRET');
  });

  it('that was not handed over ends the script before anything is done', () => {
    const { status, stdout, stderr } = run(secret.script);
    expect(status).not.toBe(0);
    expect(stdout.toString()).toBe('');
    expect(stderr.toString()).toContain('did not hand over the secret');
  });
});

describe('a rendered script', () => {
  it('is the same bytes each time, with their SHA-256 and the version', () => {
    const once = renderPreset(preset('echo "$x"', [x]), { x: 'ü' });
    expect(renderPreset(preset('echo "$x"', [x]), { x: 'ü' })).toEqual(once);
    expect(once.sha256).toBe(createHash('sha256').update(Buffer.from(once.script)).digest('hex'));
    expect(once.version).toBe(7);
  });

  it('holds the body verbatim, with its here-documents', () => {
    const body = "cat <<-END\n\tone\n  two\n\tEND\ncat <<'END'\n  $x \\\nEND\n# last";
    const { script } = renderPreset(preset(body, [x]), { x: 'a' });
    expect(script).toContain(`\n${body}\n`);
    expect(run(script).stdout.toString()).toBe('one\n  two\n  $x \\\n');
  });

  it('has the functions that the preset uses in front of its body, as they are listed, and hashes them with it', () => {
    const greet = sharedFunction('greet-all', 'greet_all() {\n  shout "hello $1"\n}');
    const shout = sharedFunction('shout', `shout() { printf '%s!\\n' "$1"; }`);
    const rendered = renderPreset(preset('greet_all "$x"', [x], [greet, shout]), { x: `it's $x` });
    expect(rendered.script).toContain(
      [
        `x='it'\\''s $x'`,
        '',
        '# Does greet-all.',
        'greet_all() {',
        '  shout "hello $1"',
        '}',
        '',
        '# Does shout.',
        `shout() { printf '%s!\\n' "$1"; }`,
        '',
        '# What runs',
      ].join('\n'),
    );
    expect(run(rendered.script).stdout.toString()).toBe(`hello it's $x!\n`);
    const louder = sharedFunction('shout', `shout() { printf '%s!!\\n' "$1"; }`);
    expect(renderPreset(preset('greet_all "$x"', [x], [greet, louder]), { x: `it's $x` }).sha256).not.toBe(
      rendered.sha256,
    );
  });

  it('is not read by the commands that it runs', () => {
    const { script } = renderPreset(preset('cat; read -r line || true; echo "after:${line:-}"'), {});
    expect(run(script).stdout.toString()).toBe('after:\n');
  });

  it('gives the exit status of its body', () => {
    expect(run(renderPreset(preset('echo out; exit 42'), {}).script).status).toBe(42);
    expect(run(renderPreset(preset('set -e; false; echo not reached'), {}).script)).toMatchObject({ status: 1 });
  });

  it('does nothing when it is cut short, wherever that is', () => {
    const body = `mark\necho "$x"`;
    const used = [sharedFunction('mark', `mark() {\n  echo done >>"${join(dir, 'done')}"\n}`)];
    const bytes = Buffer.from(renderPreset(preset(body, [x], used), { x: "it's $(echo done >>done) ü\n" }).script);
    // One bash tries all the cuts: as many processes as there are bytes, but none of Node's.
    const tryAll = `for ((cut = 0; cut < $1; cut += 1)); do head -c "$cut" "$2" | bash -s >>"$3" 2>/dev/null; done`;
    const file = join(dir, 'whole.sh');
    const output = join(dir, 'output');
    const { status } = spawnSync(
      'bash',
      ['-c', `cat >"$2"; ${tryAll}; true`, '-', String(bytes.length), file, output],
      {
        input: bytes,
        cwd: dir,
      },
    );
    expect(status).toBe(0);
    expect(readFileSync(output, 'utf8')).toBe('');
    expect(existsSync(join(dir, 'done'))).toBe(false);

    expect(run(bytes.toString()).stdout.toString()).toContain('ü');
    expect(readFileSync(join(dir, 'done'), 'utf8')).toBe('done\n');
  }, 60_000);
});
