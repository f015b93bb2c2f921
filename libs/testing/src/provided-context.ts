// The module that is extended below has to be a part of the program.
import 'vitest';

declare module 'vitest' {
  /** What the integration run's set-up gives to its tests, by `inject`. */
  interface ProvidedContext {
    /** A superuser's connection to the run's PostgreSQL. */
    databaseAdminUrl: string;
    /** The database with the whole schema that each test file clones. */
    templateDatabase: string;
  }
}
