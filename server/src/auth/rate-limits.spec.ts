import { describe, expect, it } from 'vitest';
import type { Principal } from '../identity/principal.js';
import { allowanceOf } from './rate-limits.js';

const user: Principal = {
  type: 'user',
  id: 'u1',
  email: 'a@example.com',
  name: 'a',
  role: 'VIEWER',
  sessionId: 's1',
  via: 'bearer',
};

describe('allowanceOf', () => {
  it('counts a user wherever the calls come from', () => {
    expect(allowanceOf({ ip: '192.0.2.1', principal: user })).toEqual({ key: 'user u1', limit: 1_200 });
    expect(allowanceOf({ ip: '192.0.2.2', principal: user }).key).toBe('user u1');
  });

  it('counts agents by node, and until they have one by token, or by address', () => {
    const agent = (tokenId: string | null, nodeId: string | null) =>
      allowanceOf({ ip: '192.0.2.1', principal: { type: 'node', tokenId, nodeId } });
    expect(agent('t1', 'web-1')).toEqual({ key: 'node web-1', limit: 30_000 });
    expect(agent('t1', null).key).toBe('node t1');
    expect(agent(null, null).key).toBe('node 192.0.2.1');
  });

  it('counts strangers by address, those of IPv6 by their network', () => {
    expect(allowanceOf({ ip: '192.0.2.1' })).toEqual({ key: 'address 192.0.2.1', limit: 300 });
    expect(allowanceOf({ ip: '2001:db8:0:1::a' }).key).toBe(allowanceOf({ ip: '2001:db8:0:1:ffff::b' }).key);
    expect(allowanceOf({ ip: '2001:db8:0:1::a' }).key).not.toBe(allowanceOf({ ip: '2001:db8:0:2::a' }).key);
  });
});
