import type { NodeSort } from '@hyprbox/contracts';
import { decodeCursor, isCursorInstant, notOfThisList, type CursorValues } from '../common/cursor.js';
import { statusRankSql } from './node-status.sql.js';

interface SortKey {
  sql: string;
  type: 'text' | 'integer' | 'double precision' | 'timestamptz';
}

/** How a list of nodes is ordered; the last key is the id, so that no two rows have the same place. */
export interface NodeOrder {
  keys: readonly SortKey[];
  direction: 'ASC' | 'DESC';
}

// Byte order: the same on every host, whatever its locale.
const id: SortKey = { sql: 'id COLLATE "C"', type: 'text' };
const name: SortKey = { sql: 'lower(coalesce(display_name, hostname)) COLLATE "C"', type: 'text' };
const status: SortKey = { sql: statusRankSql, type: 'integer' };
const cpu: SortKey = { sql: 'coalesce(cpu_pct, -1)', type: 'double precision' };
const mem: SortKey = { sql: 'coalesce(mem_pct, -1)', type: 'double precision' };
const disk: SortKey = { sql: 'coalesce(disk_pct, -1)', type: 'double precision' };
const lastSeen: SortKey = { sql: `coalesce(last_seen_at, 'epoch')`, type: 'timestamptz' };

const orders: Record<NodeSort, NodeOrder> = {
  name: { keys: [name, id], direction: 'ASC' },
  '-name': { keys: [name, id], direction: 'DESC' },
  status: { keys: [status, name, id], direction: 'ASC' },
  cpu: { keys: [cpu, id], direction: 'ASC' },
  '-cpu': { keys: [cpu, id], direction: 'DESC' },
  mem: { keys: [mem, id], direction: 'ASC' },
  '-mem': { keys: [mem, id], direction: 'DESC' },
  disk: { keys: [disk, id], direction: 'ASC' },
  '-disk': { keys: [disk, id], direction: 'DESC' },
  lastSeen: { keys: [lastSeen, id], direction: 'ASC' },
  '-lastSeen': { keys: [lastSeen, id], direction: 'DESC' },
};

export function nodeOrder(sort: NodeSort): NodeOrder {
  return orders[sort];
}

/** The place after which a page begins; a cursor of another order is refused. */
export function placeFrom(cursor: string | undefined, sort: NodeSort): CursorValues | null {
  const { keys } = orders[sort];
  const values = decodeCursor(cursor, keys.length + 1);
  if (!values) return null;
  const [madeFor, ...place] = values;
  if (madeFor !== sort || !keys.every(({ type }, index) => fits(place[index], type))) throw notOfThisList();
  return place;
}

/** What a cursor holds: the order that it belongs to, and the place in it. */
export function cursorAt(sort: NodeSort, place: CursorValues): CursorValues {
  return [sort, ...place];
}

function fits(value: unknown, type: SortKey['type']): boolean {
  switch (type) {
    case 'text':
      return typeof value === 'string';
    case 'integer':
      return Number.isInteger(value) && Math.abs(Number(value)) <= 100;
    case 'double precision':
      return typeof value === 'number';
    case 'timestamptz':
      return isCursorInstant(value);
  }
}
