import type { ValidationErrors } from '@angular/forms';
import { FormControl, FormGroup } from '@angular/forms';
import type { Selector } from '@hyprbox/contracts';
import { alertLimits, limits, nodeIdPattern } from '@hyprbox/contracts';
import { faultOf } from '../form/field-faults';

export const selectorModes = ['all', 'tags', 'hosts'] as const;
export type SelectorMode = (typeof selectorModes)[number];

export type SelectorForm = FormGroup<{
  mode: FormControl<SelectorMode>;
  /** Lists with commas or line breaks between. */
  tagsAny: FormControl<string>;
  tagsAll: FormControl<string>;
  tagsNone: FormControl<string>;
  platform: FormControl<string>;
  nodeIds: FormControl<string>;
}>;

type SelectorValue = ReturnType<SelectorForm['getRawValue']>;

/** A form with the selector in it. Conditions on tags and named hosts may hold at once; all of them are kept. */
export function selectorForm(selector: Selector): SelectorForm {
  const { nodeIds = [], tagsAny = [], tagsAll = [], tagsNone = [], platform = '' } = selector;
  const text = (value: string, check: (typed: string) => string | null): FormControl<string> =>
    new FormControl(value, { nonNullable: true, validators: faultOf(check) });
  const list = (values: readonly string[]): FormControl<string> => text(values.join(', '), tagsFault);
  const hasMore = tagsAny.length + tagsAll.length + tagsNone.length > 0 || platform !== '';
  const named = nodeIds.length > 0 && !hasMore ? 'hosts' : 'tags';
  return new FormGroup(
    {
      mode: new FormControl<SelectorMode>(selector.all === true ? 'all' : named, { nonNullable: true }),
      tagsAny: list(tagsAny),
      tagsAll: list(tagsAll),
      tagsNone: list(tagsNone),
      platform: text(platform, (typed) => (typed.length > limits.inventoryTextLength ? 'This is too long.' : null)),
      nodeIds: text(nodeIds.join(', '), hostsFault),
    },
    { validators: (form) => somethingNamed(form.getRawValue() as SelectorValue) },
  );
}

/** Null while it names nothing. */
export function selectorOf({ mode, ...texts }: SelectorValue): Selector | null {
  if (mode === 'all') return { all: true };
  const hosts = named('nodeIds', entriesOf(texts.nodeIds));
  const conditions = {
    ...hosts,
    ...named('tagsAny', entriesOf(texts.tagsAny)),
    ...named('tagsAll', entriesOf(texts.tagsAll)),
    ...named('tagsNone', entriesOf(texts.tagsNone)),
    ...(texts.platform.trim() !== '' && { platform: texts.platform.trim() }),
  };
  const wanted = mode === 'hosts' ? hosts : conditions;
  return Object.keys(wanted).length === 0 ? null : wanted;
}

/** "web, db" and one a line are the same. */
export function entriesOf(typed: string): string[] {
  const entries = typed.split(/[,\n]/).map((entry) => entry.trim());
  return [...new Set(entries.filter((entry) => entry !== ''))];
}

function named(name: 'nodeIds' | 'tagsAny' | 'tagsAll' | 'tagsNone', entries: string[]): Partial<Selector> {
  return entries.length === 0 ? {} : { [name]: entries };
}

function somethingNamed(value: SelectorValue): ValidationErrors | null {
  return selectorOf(value) === null ? { fault: 'Say which hosts.' } : null;
}

function tagsFault(typed: string): string | null {
  const tags = entriesOf(typed);
  if (tags.length > alertLimits.selectorEntries) return `These are at most ${alertLimits.selectorEntries} tags.`;
  const long = tags.find((tag) => tag.length > limits.tagLength);
  return long === undefined ? null : `A tag has at most ${limits.tagLength} characters.`;
}

function hostsFault(typed: string): string | null {
  const hosts = entriesOf(typed);
  if (hosts.length > alertLimits.selectorEntries) return `These are at most ${alertLimits.selectorEntries} hosts.`;
  const wrong = hosts.find((host) => !nodeIdPattern.test(host));
  return wrong === undefined ? null : `“${wrong}” is not the id of a host.`;
}
