/**
 * What presets from git cost: `node bench/preset-sources.mjs [--files 500]`.
 *
 * It starts the built server on an embedded PostgreSQL in a temporary directory, and a repository over https on loopback,
 * served by git itself in this process.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createClient } from '@hyprbox/api-client';
import { admin, startBuiltServer } from './support/built-server.mjs';
import { machine } from './support/machine.mjs';
import { tableOf } from './support/table.mjs';
import { testingLibrary } from './support/testing-library.mjs';

const goals = { takenMs: 2_000 };

/** @returns {Promise<import('./support/table.mjs').Row[]>} */
export async function measure({ files = 500 } = {}) {
  const { GitOverHttps, TestGitRepository } = await testingLibrary();
  const directory = await mkdtemp(join(tmpdir(), 'hyprbox-bench-git-'));
  const https = await GitOverHttps.start(directory, directory);
  try {
    const git = await TestGitRepository.create(directory);
    const server = await startBuiltServer({ niceness: 0, env: { NODE_EXTRA_CA_CERTS: https.authority } });
    try {
      return await measureOf(server, git, https.url('presets.git'), files);
    } finally {
      await server.stop();
    }
  } finally {
    await https.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function measureOf(server, git, url, files) {
  const { token } = await createClient({ baseUrl: server.url }).auth.login(admin);
  const { presetSources } = createClient({ baseUrl: server.url, token });
  await git.commit({ 'README.md': 'Presets.\n' });
  const { id } = await presetSources.create({ name: 'bench', url, branch: 'main', enabled: true });
  // The look that a new source begins with is over.
  await presetSources.sync(id);
  const sync = async () => {
    const began = performance.now();
    const { presets, state } = await presetSources.sync(id);
    const ms = performance.now() - began;
    if (state !== 'OK' || presets !== files) throw new Error(`The source is ${state} with ${presets} presets.`);
    return Math.round(ms);
  };
  await git.commit(presetsOf(files, 1));
  const first = await sync();
  await git.commit(presetsOf(files, 2));
  const changed = await sync();
  const same = await sync();
  const row = (name, ms, goal) => ({
    name,
    ours: `${ms} ms`,
    ...(goal !== undefined && { goal: `≤ ${goal} ms`, ok: ms <= goal }),
  });
  return [
    row(`${files} new presets of a commit taken`, first, goals.takenMs),
    row(`${files} changed presets taken`, changed, goals.takenMs),
    row(`${files} presets looked at again`, same),
  ];
}

/** As long as presets are, each another text. */
function presetsOf(count, version) {
  const file = (index) => `#!/usr/bin/env bash
# ---
# title: Preset ${index}
# description: Says what it was told, and some more.
# category: Bench
# version: ${version}
# uses: [on-error]
# variables:
#   - name: words
#     type: string
#     label: Words
#     description: What to say.
#     default: hello
# ---
set -Eeuo pipefail
trap 'on_error "$LINENO" "$BASH_COMMAND"' ERR
${Array.from({ length: 40 }, (_, line) => `printf '%s\\n' "$words ${index} ${version} ${line}"`).join('\n')}
`;
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`preset-${index}.sh`, file(index)]));
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { files: { type: 'string', default: '500' } } });
  console.log(`${machine()} before the run\n`);
  console.log(tableOf(await measure({ files: Number(values.files) })));
}
