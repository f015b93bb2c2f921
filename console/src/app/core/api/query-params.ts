import { HttpParams } from '@angular/common/http';

export type QueryValue = string | number | boolean | null | undefined;

/** Query parameters without those that are not set: an empty filter is no filter. */
export function queryParams(values: Readonly<Record<string, QueryValue>>): HttpParams {
  let params = new HttpParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== null && value !== undefined && value !== '') params = params.set(name, value);
  }
  return params;
}

export interface PageQuery {
  limit?: number;
  cursor?: string | null;
}
