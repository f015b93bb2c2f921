import type { OutgoingHttpHeaders } from 'node:http';
import type { Egress, EgressAnswer } from '../../../egress/egress.js';
import { userAgent } from './user-agent.js';

/** A call of a service's API with a body in JSON. */
export function callJson(
  egress: Egress,
  url: string,
  body: unknown,
  {
    method = 'POST',
    headers = {},
    signal,
  }: { method?: 'POST' | 'PUT'; headers?: OutgoingHttpHeaders; signal: AbortSignal },
): Promise<EgressAnswer> {
  return egress.request({
    method,
    url,
    headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': userAgent, ...headers },
    body: JSON.stringify(body),
    signal,
  });
}

/** A path below the address that somebody entered, with or without a slash at its end. */
export function below(address: string, path: string): string {
  const url = new URL(address);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}${path}`;
  return url.href;
}
