export interface CreateNodeTokenRequest {
  name: string;
  /** A token for one node, which need not have reported yet; without it the token may create one new node and is pinned to it. */
  nodeId?: string;
}

/** `hbnt_`, an 8-character prefix that finds the row, and 43 characters (256 bits) of base64url. */
export const nodeTokenPattern = /^hbnt_([a-z0-9]{8})([A-Za-z0-9_-]{43})$/;
