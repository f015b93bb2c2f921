import type { AuditAction } from '@hyprbox/contracts';
import { auditActions } from '@hyprbox/contracts';

/** What the list is narrowed to; null where it is not. */
export interface AuditFilter {
  /** The actor's id or name. */
  readonly actor: string | null;
  readonly action: AuditAction | null;
  /** The target's id. */
  readonly target: string | null;
  /** Instants as ISO 8601 has them: from the first on, before the second. */
  readonly from: string | null;
  readonly to: string | null;
}

export const noFilter: AuditFilter = { actor: null, action: null, target: null, from: null, to: null };

export function narrows(filter: AuditFilter): boolean {
  return Object.values(filter).some((value) => value !== null);
}

/** Reads a filter from the address, which anybody can type: what means nothing there is no filter. */
export function filterOf(address: Partial<Record<keyof AuditFilter, string | undefined>>): AuditFilter {
  return {
    actor: textOf(address.actor),
    action: auditActions.find((action) => action === address.action) ?? null,
    target: textOf(address.target),
    from: instantOf(address.from),
    to: instantOf(address.to),
  };
}

function textOf(text: string | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}

function instantOf(text: string | undefined): string | null {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
