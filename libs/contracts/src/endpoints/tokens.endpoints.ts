import type { Page } from '../schema-parts.js';
import type { CreatedNodeToken } from '../tokens.schema.js';
import type { CreateNodeTokenRequest } from '../tokens.js';
import type { NodeToken } from '../tokens.schema.js';
import { command, get, path, post } from './endpoint.js';
import type { PageQuery } from './request.js';

/** The tokens that agents authenticate with. */
export const tokensEndpoints = {
  list: (query?: PageQuery) => get<Page<NodeToken>>('/tokens', query),
  /** The answer's `token` is shown this once. */
  create: (request: CreateNodeTokenRequest) => post<CreatedNodeToken>('/tokens', request),
  revoke: (id: string) => command('DELETE', path`/tokens/${id}`),
};
