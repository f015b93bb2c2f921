import type { AlertWindow } from '@hyprbox/contracts';
import { isOpen, openingAfter, windowTime } from './active-windows.js';
import type { AlertWindowEntity } from './alert-window.entity.js';

export function toAlertWindow(window: AlertWindowEntity, now: Date): AlertWindow {
  const time = windowTime(window, now);
  const active = isOpen(time, now);
  const next = openingAfter(window, now);
  return {
    id: window.id,
    name: window.name,
    kind: window.kind,
    selector: window.selector,
    ...(window.severities !== null && { severities: window.severities }),
    ...(window.from !== null && { from: window.from.toISOString() }),
    ...(window.to !== null && { to: window.to.toISOString() }),
    ...(window.cron !== null && { cron: window.cron }),
    ...(window.timezone !== null && { timezone: window.timezone }),
    ...(window.durationSeconds !== null && { durationSeconds: window.durationSeconds }),
    createdBy: window.createdByName,
    createdAt: window.createdAt.toISOString(),
    active,
    activeUntil: active ? time.to.toISOString() : null,
    nextAt: next?.toISOString() ?? null,
  };
}
