import { styleText } from 'node:util';
import type { BackupProtection, NodeStatus } from '@hyprbox/contracts';
import type { Io, OutputTarget } from '../io.js';

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow';
export type Palette = (style: Style, text: string) => string;

/** Colours only for a person's eyes: on a terminal, and not against their wish (no-color.org). */
export function paletteFor(io: Io, target: OutputTarget): Palette {
  const enabled = target.isTTY === true && !io.env['NO_COLOR'] && io.env['TERM'] !== 'dumb';
  return (style, text) => (enabled ? styleText(style, text, { validateStream: false }) : text);
}

/** For text that goes through `Output.note`, which shows what would act on a terminal. */
export const unpainted: Palette = (_style, text) => text;

export const nodeStatusStyles: Readonly<Record<NodeStatus, Style>> = {
  CRITICAL: 'red',
  OFFLINE: 'red',
  WARNING: 'yellow',
  UNKNOWN: 'dim',
  ONLINE: 'green',
};

export const protectionStyles: Readonly<Record<BackupProtection, Style>> = {
  FAILING: 'red',
  OVERDUE: 'red',
  NEVER: 'yellow',
  UNPROVEN: 'yellow',
  PROTECTED: 'green',
  PAUSED: 'dim',
};
