/**
 * How long a spec waits for what comes at once: a busy machine may take its time, and this only ends what never comes.
 * Milliseconds, for `vi.waitFor`.
 */
export const patience = { timeout: 15_000 };
