import { describe, expect, it } from 'vitest';
import { EgressPolicy, type EgressRules } from './egress-policy.js';

const policy = (rules: Partial<EgressRules> = {}) =>
  new EgressPolicy({ allow: [], deny: [], allowLoopback: true, ...rules });

describe('where messages may go', () => {
  it.each([
    '169.254.169.254',
    '169.254.0.1',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    '0:0:0:0:0:ffff:a9fe:a9fe',
    '::169.254.169.254',
    '64:ff9b::169.254.169.254',
    '2002:a9fe:a9fe::1',
    'fe80::1',
    'fe80::1%eth0',
    'febf::1',
    'fd00:ec2::254',
    'FD00:0EC2:0000::0254',
    '100.100.100.200',
    '::ffff:100.100.100.200',
    'metadata',
    '',
  ])('is never %s, whatever is allowed', (address) => {
    expect(policy().refusalOf(address)).not.toBeNull();
    expect(policy({ allow: ['0.0.0.0/0', '::/0'] }).refusalOf(address)).not.toBeNull();
  });

  it.each(['10.0.0.1', '192.168.1.1', '172.16.0.1', 'fd00::1', '203.0.113.1', '2001:db8::1', '127.0.0.1', '::1'])(
    'may be %s',
    (address) => expect(policy().refusalOf(address)).toBeNull(),
  );

  it.each(['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1', '0.0.0.0', '::', '64:ff9b::7f00:1'])(
    'is this server, as %s, only where that is allowed',
    (address) => {
      expect(policy({ allowLoopback: false }).refusalOf(address)).toContain('this server itself');
      const allow = ['127.0.0.0/8', '::1', '0.0.0.0', '::'];
      expect(policy({ allowLoopback: false, allow }).refusalOf(address)).toBeNull();
    },
  );

  it('is what the operator allows, then not what they deny', () => {
    const rules = { deny: ['10.0.0.0/8', 'fd00::/8'], allow: ['10.1.0.0/16'] };
    expect(policy(rules).refusalOf('10.1.2.3')).toBeNull();
    expect(policy(rules).refusalOf('10.2.0.1')).toContain('HYPRBOX_EGRESS_DENY');
    expect(policy(rules).refusalOf('::ffff:10.2.0.1')).toContain('HYPRBOX_EGRESS_DENY');
    expect(policy(rules).refusalOf('fd12::1')).toContain('HYPRBOX_EGRESS_DENY');
    expect(policy(rules).refusalOf('203.0.113.1')).toBeNull();
  });
});
