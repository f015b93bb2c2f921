import { defineConfig } from 'vitest/config';

/** A busy machine may take its time: longer than what a spec waits for at most. */
export default defineConfig({ test: { testTimeout: 30_000 } });
