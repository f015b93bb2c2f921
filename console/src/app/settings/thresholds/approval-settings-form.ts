import { FormControl, FormGroup } from '@angular/forms';
import type { ApprovalSettings } from '@hyprbox/contracts';
import { approvalSettingsEntries, limits, rolloutLimits } from '@hyprbox/contracts';
import { faultOf } from '../../shared/form/field-faults';

export type ApprovalSettingsForm = FormGroup<{
  presets: FormControl<readonly string[]>;
  tags: FormControl<string>;
  hostsMoreThan: FormControl<string>;
  adHoc: FormControl<boolean>;
}>;

export function approvalSettingsForm({ presets, tags, hostsMoreThan, adHoc }: ApprovalSettings): ApprovalSettingsForm {
  return new FormGroup({
    presets: new FormControl<readonly string[]>(presets, { nonNullable: true }),
    tags: new FormControl(tags.join(', '), { nonNullable: true, validators: faultOf(tagsFault) }),
    hostsMoreThan: new FormControl(hostsMoreThan === null ? '' : String(hostsMoreThan), {
      nonNullable: true,
      validators: faultOf(hostsFault),
    }),
    adHoc: new FormControl(adHoc, { nonNullable: true }),
  });
}

/** What a valid form says. */
export function approvalSettingsOf(form: ApprovalSettingsForm): ApprovalSettings {
  const { presets, tags, hostsMoreThan, adHoc } = form.getRawValue();
  const hosts = hostsMoreThan.trim();
  return { presets: [...presets], tags: tagsOf(tags), hostsMoreThan: hosts === '' ? null : Number(hosts), adHoc };
}

/** Whether two of them say the same, in whatever order. */
export function isSame(one: ApprovalSettings, other: ApprovalSettings): boolean {
  const written = ({ presets, tags, hostsMoreThan, adHoc }: ApprovalSettings): string =>
    JSON.stringify([[...presets].sort(), [...tags].sort(), hostsMoreThan, adHoc]);
  return written(one) === written(other);
}

function tagsOf(typed: string): string[] {
  const tags = typed.split(',').map((tag) => tag.trim());
  return [...new Set(tags.filter((tag) => tag !== ''))];
}

function tagsFault(typed: string): string | null {
  const tags = tagsOf(typed);
  if (tags.length > approvalSettingsEntries) return `These are at most ${approvalSettingsEntries}.`;
  const long = tags.find((tag) => Array.from(tag).length > limits.tagLength);
  return long === undefined ? null : `A tag has at most ${limits.tagLength} characters.`;
}

function hostsFault(typed: string): string | null {
  const most = rolloutLimits.targets;
  const text = typed.trim();
  if (text === '') return null;
  return /^\d{1,6}$/.test(text) && Number(text) <= most ? null : `This is a whole number from 0 to ${most}, or empty.`;
}
