// The module that is extended below has to be a part of the program.
import 'vitest';
import type { TestPostgres } from './test-database.js';

declare module 'vitest' {
  /** What a run's set-up gives to its tests, by `inject`. */
  interface ProvidedContext {
    /** Of integration tests: the run's PostgreSQL, with a database of the whole schema that each test file clones. */
    postgres: TestPostgres;
    /** Of tests in processes: the agent, bundled as it is shipped. */
    agentProgram: string;
    /** Of end-to-end tests: what a server left behind that was started once and stopped, for others to begin with. */
    startedOnce?: { dataDir: string; compileCache: string };
  }
}
