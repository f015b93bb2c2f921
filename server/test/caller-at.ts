import { Caller } from './test-server.js';

/** A caller from an address of its own, for a server that trusts its proxy: each address has its own rate limits. */
export class CallerAt extends Caller {
  constructor(
    url: string,
    private readonly address: string,
    token: string | null = null,
  ) {
    super(url, token);
  }

  override fetch(path: string, init: RequestInit = {}): Promise<Response> {
    return super.fetch(path, { ...init, headers: { 'x-forwarded-for': this.address, ...init.headers } });
  }
}
