import type { CreatedNodeToken, CreateNodeTokenRequest, NodeToken, Page } from '@hyprbox/contracts';
import { path } from './http.js';
import type { CallOptions, Http } from './http.js';
import type { PageQuery } from './pages.js';

/** `/api/tokens` */
export class TokensApi {
  constructor(private readonly http: Http) {}

  /** The answer's `token` is shown this once. */
  create(request: CreateNodeTokenRequest, call?: CallOptions): Promise<CreatedNodeToken> {
    return this.http.write('POST', '/tokens', request, call);
  }

  list(page: PageQuery = {}, call?: CallOptions): Promise<Page<NodeToken>> {
    return this.http.get('/tokens', { ...page }, call);
  }

  revoke(id: string, call?: CallOptions): Promise<void> {
    return this.http.command('DELETE', path`/tokens/${id}`, undefined, call);
  }
}
