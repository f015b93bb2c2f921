import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import type { Reporter } from 'vitest/node';

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Tests run against the libraries' sources, so that nothing has to be built first. */
const alias = {
  '@hyprbox/contracts': source('./libs/contracts/src/index.ts'),
  '@hyprbox/api-client': source('./libs/api-client/src/index.ts'),
  '@hyprbox/testing': source('./libs/testing/src/index.ts'),
};

// Nest reads the decorators' metadata at run time.
const oxc = { decorator: { legacy: true, emitDecoratorMetadata: true } };

/** Where nobody watches, one stall of a busy machine must not cost a whole run. */
const retry = process.env['CI'] === undefined ? 0 : 1;

/** Names each test that needed its second chance: that is a fault to look for. */
const flakyTests: Reporter = {
  onTestCaseResult: (test) => {
    if (test.diagnostic()?.flaky === true) console.log(`flaky: ${test.module.relativeModuleId}: ${test.fullName}`);
  },
};

export default defineConfig({
  test: {
    reporters: ['default', flakyTests],
    projects: [
      {
        oxc,
        resolve: { alias },
        test: {
          name: 'unit',
          include: ['{libs,server,agent,cli,scripts}/**/*.spec.ts'],
          exclude: ['**/node_modules/**', '**/dist/**', '**/*.integration.spec.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
          retry,
        },
      },
      {
        oxc,
        resolve: { alias },
        test: {
          name: 'integration',
          include: ['{libs,server,agent,cli}/**/*.integration.spec.ts'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          globalSetup: ['./server/test/postgres.global-setup.ts'],
          retry,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      {
        oxc,
        resolve: { alias },
        test: {
          name: 'volume',
          include: ['e2e/volume/*.volume.ts'],
          testTimeout: 30 * 60_000,
        },
      },
      {
        oxc,
        resolve: { alias },
        test: {
          name: 'e2e',
          include: ['e2e/**/*.e2e.ts'],
          retry,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
