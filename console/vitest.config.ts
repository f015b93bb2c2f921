import { defineConfig } from 'vitest/config';

/**
 * A busy machine may take its time: longer than what a spec waits for at most. Two workers, as by itself Vitest leaves one
 * core of a machine to others.
 */
export default defineConfig({ test: { testTimeout: 30_000, maxWorkers: 2 } });
