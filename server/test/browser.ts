import { csrfCookie, csrfHeader } from '@hyprbox/contracts';
import type { Answer } from './test-server.js';

export interface Sent {
  body?: unknown;
  headers?: Record<string, string>;
}

/** A browser: it keeps cookies and sends them back; its scripts echo the CSRF cookie unless told otherwise. */
export class Browser {
  /** The `Set-Cookie` headers of the last answer. */
  setCookies: string[] = [];

  constructor(
    private readonly url: string,
    private readonly headers: Record<string, string> = {},
    /** Shared by browsers of several servers on one host, as ports make no difference to cookies. */
    readonly cookies = new Map<string, string>(),
  ) {}

  get = <T>(path: string, sent?: Sent): Promise<Answer<T>> => this.call<T>('GET', path, sent);
  post = <T>(path: string, sent?: Sent): Promise<Answer<T>> => this.call<T>('POST', path, sent);

  private async call<T>(method: string, path: string, { body, headers }: Sent = {}): Promise<Answer<T>> {
    const csrf = this.cookies.get(csrfCookie);
    const response = await fetch(`${this.url}/api${path}`, {
      method,
      headers: {
        ...this.headers,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(this.cookies.size > 0 && {
          cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        }),
        ...(csrf !== undefined && { [csrfHeader]: csrf }),
        ...headers,
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
    this.setCookies = response.headers.getSetCookie();
    for (const cookie of this.setCookies) this.keep(cookie);
    const text = await response.text();
    // The caller names the type it expects; the assertions that follow are what checks it.
    return { status: response.status, headers: response.headers, body: (text ? JSON.parse(text) : null) as T };
  }

  private keep(cookie: string): void {
    const [pair = '', ...attributes] = cookie.split('; ');
    const at = pair.indexOf('=');
    const expired = attributes.some((attribute) => /^(max-age=0|expires=thu, 01 jan 1970)/i.test(attribute));
    if (expired) this.cookies.delete(pair.slice(0, at));
    else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
}
