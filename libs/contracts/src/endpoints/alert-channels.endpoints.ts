import type { AlertChannel, AlertChannelFields, ChannelTest } from '../alert-channels.schema.js';
import type { Page } from '../schema-parts.js';
import { command, get, path, post, put } from './endpoint.js';
import type { PageQuery } from './request.js';

export const alertChannelsEndpoints = {
  list: (query?: PageQuery) => get<Page<AlertChannel>>('/alerts/channels', query),
  create: (channel: AlertChannelFields) => post<AlertChannel>('/alerts/channels', channel),
  get: (id: string) => get<AlertChannel>(path`/alerts/channels/${id}`),
  /** A secret that is left out stays, an empty one is forgotten. */
  replace: (id: string, channel: AlertChannelFields) => put<AlertChannel>(path`/alerts/channels/${id}`, channel),
  delete: (id: string) => command('DELETE', path`/alerts/channels/${id}`),
  /** Sends a message, and gives what the service answered. */
  test: (id: string) => post<ChannelTest>(path`/alerts/channels/${id}/test`),
};
