import type { Activity } from '../nodes.schema.js';
import type { Page } from '../schema-parts.js';
import { get } from './endpoint.js';
import type { PageQuery } from './request.js';

export const activityEndpoints = {
  /** What happened in the whole fleet, newest first. */
  list: (query?: PageQuery) => get<Page<Activity>>('/activity', query),
};
