import { sendEach } from '@hyprbox/contracts';
import type { ApiCall, ApiDownload, Endpoints } from '@hyprbox/contracts';
import type { Http } from './http.js';

/** Endpoints as functions that send what they make. */
export type Calls<Group> = {
  readonly [Name in keyof Group]: Group[Name] extends (...parts: infer Parts) => ApiCall<infer Answer>
    ? (...parts: Parts) => Promise<Answer>
    : Group[Name] extends (...parts: infer Parts) => ApiDownload
      ? (...parts: Parts) => AsyncGenerator<Uint8Array, void, undefined>
      : Calls<Group[Name]>;
};

export function callsOf<Group extends Endpoints>(http: Http, group: Group): Calls<Group> {
  // The same names, and what `send` returns for each kind of request: the type says no more than that.
  return sendEach(group, (make) => http.send(make())) as Calls<Group>;
}
