import type { PresetOrigin } from '@hyprbox/contracts';
import type { PresetEntity } from './preset.entity.js';

/**
 * Whether another origin may go on with a name, and with its numbers: nobody uses what is retired, or has no version yet.
 * What HyprBox brings, or once brought, stays its own.
 */
export function isFree({
  origin,
  version,
  retiredAt,
}: Pick<PresetEntity, 'origin' | 'version' | 'retiredAt'>): boolean {
  return version === 0 || (retiredAt !== null && origin !== 'BUILTIN');
}

/** The same preset with all that its new owner has to say of it; its versions stay. */
export function ownedBy(preset: PresetEntity, origin: PresetOrigin, sourceId: string | null): PresetEntity {
  if (preset.origin === origin && preset.sourceId === sourceId) return preset;
  return { ...preset, origin, sourceId, problem: null, shippedWith: null };
}
