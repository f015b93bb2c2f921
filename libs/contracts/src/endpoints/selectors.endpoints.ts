import type { Page } from '../schema-parts.js';
import type { SavedSelector, Selector } from '../selectors.schema.js';
import { command, get, path, put } from './endpoint.js';
import type { PageQuery } from './request.js';

/** Selectors that have a name. What one selects at the moment, `nodesEndpoints.select` tells. */
export const selectorsEndpoints = {
  /** By name. */
  list: (query?: PageQuery) => get<Page<SavedSelector>>('/selectors', query),
  /** Makes it, or replaces the one of that name. */
  save: (name: string, selector: Selector) => put<SavedSelector>(path`/selectors/${name}`, { selector }),
  delete: (name: string) => command('DELETE', path`/selectors/${name}`),
};
