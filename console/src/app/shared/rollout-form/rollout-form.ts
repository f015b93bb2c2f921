import { FormGroup } from '@angular/forms';
import type { AbstractControl } from '@angular/forms';
import type { CreateRollout, Selector } from '@hyprbox/contracts';
import type { SelectorForm } from '../selector/selector-form';
import { selectorForm, selectorOf } from '../selector/selector-form';
import type { HostsMode } from './hosts-field';
import type { RolloutOptionsForm } from './rollout-options-form';
import { optionAt, optionsOf, rolloutOptionsForm } from './rollout-options-form';
import type { StartForm } from './start-form';
import { startForm, startOf } from './start-form';

/** All of a rollout but what it runs and the hosts that were picked. */
export type RolloutForm = FormGroup<{ selector: SelectorForm; options: RolloutOptionsForm; start: StartForm }>;

export function rolloutForm(selector: Selector = { all: true }): RolloutForm {
  return new FormGroup({ selector: selectorForm(selector), options: rolloutOptionsForm(), start: startForm() });
}

/** What the hosts are, as the server takes it; null while none are named. */
export function hostsOf(form: RolloutForm, mode: HostsMode, picked: readonly string[]): Selector | null {
  if (mode === 'picked') return picked.length === 0 ? null : { nodeIds: [...picked] };
  return form.controls.selector.valid ? selectorOf(form.controls.selector.getRawValue()) : null;
}

/** How and when it goes, as the server takes it; null while something is wrong with that. */
export function courseOf({ controls: { options, start } }: RolloutForm): Omit<CreateRollout, 'selector'> | null {
  const course = optionsOf(options);
  return course === null || start.invalid ? null : { ...course, ...startOf(start) };
}

/** The field that the server's pointer belongs to; null where it belongs to none. */
export function fieldAt({ controls }: RolloutForm, pointer: string): AbstractControl | null {
  const [, part = '', member = ''] = pointer.split('/');
  if (part === 'startAt') return controls.start.controls.at;
  if (part !== 'selector') return optionAt(controls.options, pointer);
  const byName: Partial<Record<string, AbstractControl>> = controls.selector.controls;
  return byName[member] ?? null;
}
