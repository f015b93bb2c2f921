// The module that is extended below has to be a part of the program.
import 'vitest';
import type { TestPostgres } from './test-database.js';

declare module 'vitest' {
  /** What the integration run's set-up gives to its tests, by `inject`. */
  interface ProvidedContext {
    /** The run's PostgreSQL, with a database of the whole schema that each test file clones. */
    postgres: TestPostgres;
  }
}
