import { fileURLToPath } from 'node:url';
import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type Reporter, type TestSpecification } from 'vitest/node';

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Tests run against the libraries' sources, so that nothing has to be built first: see `exports` in their package.json. */
const conditions = ['hyprbox-source', ...defaultServerConditions];
const resolve = { conditions };
/** In tests, and in what is set up before them. */
const sources = { ssr: { resolve }, environments: { __vitest__: { resolve } } };

// Nest reads the decorators' metadata at run time.
const oxc = { decorator: { legacy: true, emitDecoratorMetadata: true } };

/** The `restic` of tests, before the machine's own: see libs/testing/restic. */
const env = { PATH: [source('./libs/testing/restic'), process.env['PATH']].join(':') };

/**
 * Names the files that failed, which scripts/second-try.mjs tries again: not where a test must hold at the first try
 * and says so by `retry: 0`.
 */
const failedFiles: Reporter = {
  onTestRunEnd: (modules) => {
    for (const module of modules.filter((each) => !each.ok())) {
      const mustHold = [...module.children.allTests('failed')].some(({ options }) => options.retry === 0);
      console.log(`${mustHold ? 'failed for good' : 'failed'}: ${module.relativeModuleId}`);
    }
  },
};

/** Names the files that a run spends its time on. */
const slowestFiles: Reporter = {
  onTestRunEnd: (modules) => {
    const seconds = modules.map((module) => ({
      file: module.relativeModuleId,
      seconds: module.diagnostic().duration / 1000,
    }));
    for (const each of seconds.toSorted((one, other) => other.seconds - one.seconds).slice(0, 10))
      console.log(`slow: ${each.seconds.toFixed(1).padStart(6)} s ${each.file}`);
  },
};

/**
 * Once all integration tests have passed, each query of the server that describes its rows has to have given one back:
 * no description is left that nothing was held against (server/test/row-checks.setup.ts).
 */
const queriesWithoutRows: Reporter = {
  onTestRunEnd: async (modules, _errors, reason) => {
    const ran = modules.filter(({ project }) => project.name === 'integration');
    const [project] = ran.map((module) => module.project);
    if (project === undefined || reason !== 'passed' || project.config.testNamePattern !== undefined) return;
    const { testFiles } = await project.globTestFiles();
    if (ran.length < testFiles.length) return;
    const queries = ran.map((module) => module.meta().rawQueries);
    const missing = new Set(queries.flatMap((each) => each?.described ?? []));
    for (const name of queries.flatMap((each) => each?.withRows ?? [])) missing.delete(name);
    if (missing.size === 0) return;
    console.error(`No integration test gets a row of these queries: ${[...missing].sort().join(', ')}`);
    process.exitCode = 1;
  },
};

/**
 * Vitest begins with the largest files where it does not know yet how long each takes. These few lines wait for a minute
 * and more: one that is begun last has the machine to itself, and leaves most of it idle.
 */
const longWaits = /(?:backups-killed|rollouts-killed|schedules-approvals|start)\.e2e\.ts$/;

class LongWaitsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const waits = ({ moduleId }: TestSpecification): number => Number(longWaits.test(moduleId));
    return (await super.sort(files)).sort((one, other) => waits(other) - waits(one));
  }
}

/**
 * Unit, integration and end-to-end tests are not isolated: a worker loads what it tests once and not for each file again,
 * which halves the processor time of the first two. So a test leaves no state in a module behind.
 */
export default defineConfig({
  test: {
    sequence: { sequencer: LongWaitsFirst },
    reporters: ['default', failedFiles, slowestFiles, queriesWithoutRows],
    projects: [
      {
        oxc,
        ...sources,
        test: {
          name: 'unit',
          isolate: false,
          // One project after the other, where several are run by one command.
          sequence: { groupOrder: 0 },
          include: ['{libs,server,agent,cli,scripts}/**/*.spec.ts'],
          exclude: ['**/node_modules/**', '**/dist/**', '**/*.{integration,process}.spec.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
          maxWorkers: 2,
        },
      },
      {
        oxc,
        ...sources,
        test: {
          // What starts real agents, restic or the whole product, in processes of their own.
          name: 'process',
          sequence: { groupOrder: 1 },
          include: ['{agent,cli,scripts}/**/*.process.spec.ts'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          globalSetup: ['./agent/src/testing/bundle.global-setup.ts'],
          env,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Much of it is waiting.
          maxWorkers: 3,
        },
      },
      {
        oxc,
        ...sources,
        test: {
          name: 'integration',
          isolate: false,
          sequence: { groupOrder: 2 },
          include: ['{libs,server,agent,cli}/**/*.integration.spec.ts'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          globalSetup: ['./server/test/postgres.global-setup.ts'],
          setupFiles: [
            './server/test/row-checks.setup.ts',
            './server/test/request-logger.setup.ts',
            './server/test/password-hashing.setup.ts',
          ],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      {
        oxc,
        ...sources,
        test: {
          name: 'volume',
          sequence: { groupOrder: 4 },
          env,
          include: ['e2e/volume/*.volume.ts'],
          testTimeout: 30 * 60_000,
        },
      },
      {
        oxc,
        ...sources,
        test: {
          name: 'api',
          sequence: { groupOrder: 5 },
          include: ['e2e/api/*.api.ts'],
          testTimeout: 20 * 60_000,
        },
      },
      {
        oxc,
        ...sources,
        test: {
          name: 'e2e',
          isolate: false,
          sequence: { groupOrder: 3 },
          env,
          include: ['e2e/**/*.e2e.ts'],
          globalSetup: ['./e2e/support/started-once.global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Most of what they do is waiting.
          maxWorkers: 3,
        },
      },
    ],
  },
});
