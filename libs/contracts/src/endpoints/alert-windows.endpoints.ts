import type { AlertWindow, AlertWindowFields } from '../alert-windows.schema.js';
import type { Page } from '../schema-parts.js';
import { command, get, path, post, put } from './endpoint.js';
import type { PageQuery } from './request.js';

export const alertWindowsEndpoints = {
  list: (query?: PageQuery) => get<Page<AlertWindow>>('/alerts/windows', query),
  create: (window: AlertWindowFields) => post<AlertWindow>('/alerts/windows', window),
  get: (id: string) => get<AlertWindow>(path`/alerts/windows/${id}`),
  replace: (id: string, window: AlertWindowFields) => put<AlertWindow>(path`/alerts/windows/${id}`, window),
  delete: (id: string) => command('DELETE', path`/alerts/windows/${id}`),
};
