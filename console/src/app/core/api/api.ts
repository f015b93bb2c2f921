import { HttpClient, HttpParams } from '@angular/common/http';
import { inject, InjectionToken } from '@angular/core';
import type { ApiCall, ApiDownload, Endpoints } from '@hyprbox/contracts';
import { pathOf, queryOf, sendEach } from '@hyprbox/contracts';
import type { Observable } from 'rxjs';
import { defer } from 'rxjs';

/** Endpoints as functions that send what they make, to whoever subscribes. */
export type Calls<Group> = {
  readonly [Name in keyof Group]: Group[Name] extends (...parts: infer Parts) => ApiCall<infer Answer>
    ? (...parts: Parts) => Observable<Answer>
    : Group[Name] extends (...parts: infer Parts) => ApiDownload
      ? (...parts: Parts) => Observable<ArrayBuffer>
      : Calls<Group[Name]>;
};

/** What a group's calls are injected by. Each has a file of its own, so that a page loads those alone that it makes. */
export function apiOf<Group extends Endpoints>(name: string, group: Group): InjectionToken<Calls<Group>> {
  return new InjectionToken(name, {
    providedIn: 'root',
    factory: () => {
      const http = inject(HttpClient);
      // The same names, and what `send` returns for each kind of request: the type says no more than that.
      return sendEach(group, (make) => defer(() => send(http, make()))) as Calls<Group>;
    },
  });
}

function send(http: HttpClient, request: ApiCall<unknown> | ApiDownload): Observable<unknown> {
  const url = pathOf(request);
  const params = new HttpParams({ fromObject: queryOf(request) });
  if (request.kind === 'download') return http.get(url, { params, responseType: 'arraybuffer' });
  const { method, body, idempotencyKey } = request;
  const headers: Record<string, string> = idempotencyKey ? { 'idempotency-key': idempotencyKey } : {};
  return http.request(method, url, { params, body, headers });
}
