import type { Beat, BeatFields, CreatedBeat } from '../beats.schema.js';
import type { Page } from '../schema-parts.js';
import { command, get, path, post, put } from './endpoint.js';
import type { PageQuery } from './request.js';

export const beatsEndpoints = {
  list: (query?: PageQuery) => get<Page<Beat>>('/beats', query),
  /** The answer alone has the address that is pinged. */
  create: (beat: BeatFields) => post<CreatedBeat>('/beats', beat),
  get: (id: string) => get<Beat>(path`/beats/${id}`),
  replace: (id: string, beat: BeatFields) => put<Beat>(path`/beats/${id}`, beat),
  delete: (id: string) => command('DELETE', path`/beats/${id}`),
};
