import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { contentHash, filesBelow } from './content-hash.mjs';
import { inRoot } from './repository.mjs';
import { npm, runCommand } from './run-command.mjs';

const contracts = ['libs/contracts/src', 'libs/contracts/package.json', 'libs/contracts/tsconfig.json'];
const apiClient = ['libs/api-client/src', 'libs/api-client/package.json', 'libs/api-client/tsconfig.json'];
const everywhere = ['package-lock.json', 'tsconfig.base.json', 'scripts/parts.mjs'];

/** What is built, from what, and into what; each by the npm script `build:<name>`. */
const libraries = {
  name: 'libs',
  inputs: [...contracts, ...apiClient],
  outputs: ['libs/contracts/dist', 'libs/api-client/dist'],
};
const programs = [
  { name: 'server', inputs: [...contracts, 'server/src', 'server/tsconfig.json'], outputs: ['server/dist'] },
  {
    name: 'console',
    inputs: [
      ...contracts,
      'console',
      'angular.json',
      'scripts/built-scripts.mjs',
      'scripts/console-pages.mjs',
      'scripts/finish-console.mjs',
      'scripts/first-load.mjs',
    ],
    outputs: ['console/dist'],
  },
  {
    name: 'agent',
    inputs: [...contracts, ...apiClient, 'agent/src', 'agent/tsconfig.json', 'scripts/bundle.mjs'],
    outputs: ['agent/dist'],
  },
  {
    name: 'cli',
    inputs: [...contracts, ...apiClient, 'cli/src', 'cli/tsconfig.json', 'scripts/bundle.mjs'],
    outputs: ['cli/dist'],
  },
];

/** At once; more only take one another's processor. */
const CONCURRENCY = 2;

/**
 * Builds the parts whose inputs changed since they were built: the libraries first, as the programs need them.
 *
 * @param {{ force?: boolean, onStart?: (part: string) => void }} [options]
 * @returns {Promise<{name: string, ok: boolean, output: string}[]>} those that were built
 */
export async function buildParts({ force = false, onStart = () => {} } = {}) {
  const staleOf = (parts) => parts.map((part) => ({ ...part, ...inspect(part) })).filter((part) => force || part.stale);
  const results = [];
  const buildAll = async (stale) => {
    for (let part = stale.shift(); part !== undefined; part = stale.shift()) {
      onStart(part.name);
      results.push(await build(part));
    }
  };
  await buildAll(staleOf([libraries]));
  if (results.some(({ ok }) => !ok)) return results;
  const stale = staleOf(programs);
  await Promise.all(Array.from({ length: CONCURRENCY }, () => buildAll(stale)));
  return results;
}

function inspect({ inputs, outputs }) {
  const files = filesBelow([...inputs, ...everywhere]);
  const hash = contentHash(files);
  const built = outputs.map(readStamp);
  return { files, hash, built, stale: built.some((stamp) => stamp?.hash !== hash) };
}

async function build({ name, files, hash, built, outputs }) {
  // The compilers leave behind what they made of a file that is gone.
  const gone = built.some((stamp) => stamp === undefined || stamp.files.some((file) => !files.includes(file)));
  for (const output of outputs) rmSync(gone ? inRoot(output) : stampOf(output), { recursive: true, force: true });

  const result = await runCommand(...npm('run', '--silent', `build:${name}`));
  if (result.ok) {
    for (const output of outputs) {
      mkdirSync(inRoot(output), { recursive: true });
      writeFileSync(stampOf(output), JSON.stringify({ hash, files }));
    }
  }
  return { name, ...result };
}

function stampOf(output) {
  return inRoot(output, '.stamp');
}

function readStamp(output) {
  if (!existsSync(stampOf(output))) return undefined;
  try {
    return JSON.parse(readFileSync(stampOf(output), 'utf8'));
  } catch {
    // Written half when the machine stopped: as good as none.
    return undefined;
  }
}
