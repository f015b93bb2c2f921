import type { PresetEntity } from './preset.entity.js';

/** Whether, since when and why nothing new is started with a preset. */
export type Retirement = Pick<PresetEntity, 'retiredAt' | 'retiredByName' | 'retiredReason'>;

export const inUse: Retirement = { retiredAt: null, retiredByName: null, retiredReason: null };

/** Of presets that what they come from brings no more. */
export const retiredReasons = { fileGone: 'its file is gone', sourceDeleted: 'its source was deleted' } as const;

/** By what it comes from. */
export function retiredByItself(at: Date, why: keyof typeof retiredReasons): Retirement {
  return { retiredAt: at, retiredByName: null, retiredReason: retiredReasons[why] };
}
