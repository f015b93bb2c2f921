import { afterAll } from 'vitest';
import { checkRows, rawQueryNames } from '../src/database/raw-query.js';
import { rowFault } from './row-fault.js';

declare module 'vitest' {
  interface TaskMeta {
    /** The names of the raw queries that a test file has loaded, and of those that gave a row: see vitest.config.ts. */
    rawQueries?: { described: string[]; withRows: string[] };
  }
}

const withRows = new Set<string>();
/** Some work of the server tells its log what fails and goes on: what is found is told at the file's end again. */
const faults = new Set<string>();

checkRows((query, rows) => {
  if (rows.length > 0) withRows.add(query.name);
  for (const row of rows) {
    const fault = rowFault(query, row);
    if (fault === null) continue;
    faults.add(fault);
    throw new Error(fault);
  }
});

// Vitest reads in the first parameter which fixtures a hook wants.
// oxlint-disable-next-line no-empty-pattern
afterAll(({}, file) => {
  file.meta.rawQueries = { described: rawQueryNames(), withRows: [...withRows] };
  if (faults.size > 0) throw new Error([...faults].join('\n'));
});
