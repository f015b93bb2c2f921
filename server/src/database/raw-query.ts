import { closed, Type, type Static, type TObject, type TProperties } from '@hyprbox/contracts/schemas';

/** What asks PostgreSQL: TypeORM's data source, entity manager or query runner, or a client of node-postgres. */
export interface Connection {
  query(sql: string, parameters?: unknown[]): Promise<unknown>;
}

// The kinds of columns that JSON has no word for, as node-postgres gives them. `integer`, `smallint` and the floating-point
// types are numbers; the other kinds are those of @hyprbox/contracts/schemas.
export const integer = Type.Integer();
/** It holds more than a number does, so it comes as text, and so do `count(*)` and `sum` of an integer. */
export const bigint = Type.Unsafe<string>({ type: 'string', pattern: '^-?\\d+$' });
export const timestamp = Type.Unsafe<Date>({ instanceOf: 'Date' });
export const bytes = Type.Unsafe<Buffer>({ instanceOf: 'Buffer' });
/** `json` or `jsonb`, parsed: an object or a list, of whose inside nothing is said but to the compiler. */
export const json = <T extends object>() => Type.Unsafe<T>({ type: ['object', 'array'] });

/** Looks at the rows that a query has given back, and throws if they are not as it describes them. */
export type RowCheck = (query: Pick<RawQuery, 'name' | 'row'>, rows: readonly unknown[]) => void;

const names = new Set<string>();
let rowCheck: RowCheck | null = null;

/** From now on rows are held against their descriptions. For tests: in production nothing is checked. */
export function checkRows(check: RowCheck): void {
  rowCheck = check;
}

/** The names of the queries that are described in the modules loaded until now. */
export function rawQueryNames(): string[] {
  return [...names];
}

/** A query in SQL whose rows are used: what it is called, and the columns of a row as they arrive here. */
export class RawQuery<Columns extends TProperties = TProperties> {
  readonly row: TObject<Columns>;

  constructor(
    readonly name: string,
    columns: Columns,
  ) {
    if (names.has(name)) throw new Error(`Two queries are called ${name}.`);
    this.row = Type.Object(columns, closed);
    names.add(name);
  }

  /** The rows that a statement gives back, with `RETURNING` too. */
  async rows(connection: Connection, sql: string, parameters?: unknown[]): Promise<Static<TObject<Columns>>[]> {
    return this.described(rowsOf(await connection.query(sql, parameters)));
  }

  /** Rows that were asked for in another way, such as TypeORM's query builder. */
  described(rows: unknown[]): Static<TObject<Columns>>[] {
    rowCheck?.(this, rows);
    // Tests check the rows of every query against its description.
    return rows as Static<TObject<Columns>>[];
  }
}

/** Names a query and describes its rows: the type of a row is {@link RowOf} it. */
export function rawQuery<Columns extends TProperties>(name: string, columns: Columns): RawQuery<Columns> {
  return new RawQuery(name, columns);
}

/** A row of a query. */
export type RowOf<Query extends { row: TObject }> = Static<Query['row']>;

/** How many rows an `UPDATE` or a `DELETE` without `RETURNING` changed. */
export async function affectedRows(connection: Connection, sql: string, parameters?: unknown[]): Promise<number> {
  const answer = await connection.query(sql, parameters);
  const count: unknown = Array.isArray(answer) ? answer[1] : undefined;
  if (typeof count !== 'number') throw new Error('The statement changes no rows.');
  return count;
}

/** TypeORM gives the rows alone, but for `UPDATE` and `DELETE` with their count; node-postgres says yet more of them. */
function rowsOf(answer: unknown): unknown[] {
  if (Array.isArray(answer)) return Array.isArray(answer[0]) ? answer[0] : answer;
  if (typeof answer === 'object' && answer !== null && 'rows' in answer && Array.isArray(answer.rows))
    return answer.rows;
  throw new Error('The statement gives no rows back.');
}
