import { DataSource } from 'typeorm';
import { requestContext } from '../src/common/request-context.js';
import type { TestServer } from './test-server.js';

type Query = (...parameters: unknown[]) => unknown;

/** The statements that requests cost while the work is done, without those of what the server does by itself. */
export async function requestStatements(server: TestServer, work: () => Promise<unknown>): Promise<string[]> {
  // Any query runner has it from there.
  const runner = Object.getPrototypeOf(server.app.get(DataSource).createQueryRunner()) as { query: Query };
  const { query } = runner;
  const statements: string[] = [];
  runner.query = function (...parameters) {
    if (requestContext.getStore()) statements.push(String(parameters[0]));
    return query.apply(this, parameters);
  };
  try {
    await work();
  } finally {
    runner.query = query;
  }
  return statements;
}
