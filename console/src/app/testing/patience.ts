/**
 * How long a spec waits for what comes at once: a busy machine may take its time, and this only ends what never comes.
 * Milliseconds, for `vi.waitFor`.
 */
export const patience = { timeout: 15_000 };

// The runner reads this file before each spec: a test's own limit has to be longer than what it waits for.
vi.setConfig({ testTimeout: 30_000 });
