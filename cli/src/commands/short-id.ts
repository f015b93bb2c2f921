import type { Page, PageQuery } from '@hyprbox/contracts';
import { collectPages } from '@hyprbox/api-client';
import { NotFoundError, UsageError } from '../errors.js';
import { isId } from './is-id.js';

/** How far back the first characters of an id are looked for: more would keep a terminal waiting. */
const lookedThroughMax = 2000;
const shortIdPattern = /^[0-9a-f][0-9a-f-]{3,34}$/i;

export interface Listed {
  /** As in `There is no job …`. */
  noun: string;
  /** The command that lists them. */
  listCommand: string;
  /** Newest first. */
  list: (page: PageQuery) => Promise<Page<{ id: string }>>;
}

/** The id that was typed, or the one that begins with what was typed. */
export async function findId(typed: string, { noun, listCommand, list }: Listed): Promise<string> {
  if (isId(typed)) return typed;
  const hint = `\`hyprbox ${listCommand}\` shows what there is`;
  const none = `There is no ${noun} "${typed}"`;
  if (!shortIdPattern.test(typed)) throw new NotFoundError(none, hint);
  const start = typed.toLowerCase();
  const { items, nextCursor } = await collectPages(list, lookedThroughMax);
  const [found, another] = items.filter(({ id }) => id.startsWith(start));
  if (another !== undefined) throw new UsageError(`Several ids begin with "${typed}"; give more of it`, hint);
  if (found !== undefined) return found.id;
  const where = nextCursor === null ? '' : ` among the newest ${lookedThroughMax}; give the whole id of an older one`;
  throw new NotFoundError(`${none}${where}`, hint);
}

/** How many characters of their ids tell things apart: those that were made together begin alike. */
export function shortestLength(things: readonly { id: string }[]): number {
  for (let length = 8; length < 36; length++) {
    if (new Set(things.map(({ id }) => id.slice(0, length))).size === things.length) return length;
  }
  return 36;
}
