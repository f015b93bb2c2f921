import type { AlertMessage, MessageAlert } from '../src/alerts/deliveries/alert-message.js';

export function messageAlert(changes: Partial<MessageAlert> = {}): MessageAlert {
  return {
    id: '01999999-0000-7000-8000-000000000001',
    ruleName: 'Filesystem is nearly full',
    kind: 'METRIC',
    severity: 'CRITICAL',
    state: 'FIRING',
    host: 'web-1',
    nodeId: 'web-1',
    what: '/var',
    value: '97.3 %',
    since: '2026-01-31T12:00:00.000Z',
    resolvedAt: null,
    runbook: 'https://wiki.example.com/full?a=1&b=2',
    note: null,
    url: 'https://hyprbox.example.com/dashboard/alerts/1',
    ...changes,
  };
}

export function alertMessage(changes: Partial<AlertMessage> = {}): AlertMessage {
  const alerts = changes.alerts ?? [messageAlert()];
  return {
    event: 'firing',
    groupKey: 'disks/rule=01999999',
    title: 'CRITICAL: Filesystem is nearly full on web-1 /var (97.3 %)',
    severity: 'CRITICAL',
    more: 0,
    externalUrl: 'https://hyprbox.example.com/dashboard/alerts',
    ...changes,
    alerts,
  };
}

/** What tries to be obeyed by whatever shows it. */
export const hostile = {
  html: '<script>alert(1)</script><img src=x onerror=alert(1)> & "quoted" \'too\'',
  slack: '<!channel> <!here> <@U123> <https://evil.example|click> *bold* `code` &lt;',
  markdown: '[click](https://evil.example) **bold** @everyone <@&1> # title `code` ||x|| \\[y](z)',
  header: 'one\r\nBcc: everyone@example.com\r\n\r\nbody',
  hidden: 'web\u202e1\u0000\u001b]0;x\u0007',
};

export const hostileText = Object.values(hostile).join(' ');

export const hostileMessage = alertMessage({
  title: hostileText,
  groupKey: hostileText,
  alerts: [
    messageAlert({
      ruleName: hostileText,
      host: hostileText,
      what: hostileText,
      value: hostileText,
      note: hostileText,
      runbook: 'https://wiki.example.com/a|b>c)d"e\'f<g]h',
      url: 'javascript:alert(1)',
    }),
    messageAlert({ runbook: 'javascript:alert(1)' }),
  ],
});
