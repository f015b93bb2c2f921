import type { ValidationErrors } from '@angular/forms';
import { FormControl, FormGroup } from '@angular/forms';
import type { ChangeTags, Selector } from '@hyprbox/contracts';
import { limits } from '@hyprbox/contracts';
import { faultOf } from '../../shared/form/field-faults';
import type { SelectorForm } from '../../shared/selector/selector-form';
import { selectorForm, selectorOf } from '../../shared/selector/selector-form';
import { spellingFault } from '../../shared/tags/tag-spelling';

export type TagsForm = FormGroup<{
  selector: SelectorForm;
  /** Tags with commas or spaces between. */
  add: FormControl<string>;
  remove: FormControl<string>;
}>;

type TagsValue = ReturnType<TagsForm['getRawValue']>;

/** Which hosts, and which tags they get and lose. */
export function tagsForm(selector: Selector): TagsForm {
  const list = (): FormControl<string> => new FormControl('', { nonNullable: true, validators: faultOf(listFault) });
  return new FormGroup(
    { selector: selectorForm(selector), add: list(), remove: list() },
    { validators: (form) => togetherFault(form.getRawValue() as TagsValue) },
  );
}

/** What is to be done, as the server takes it; null while something is wrong with it or missing. */
export function tagChangeOf(form: TagsForm): ChangeTags | null {
  const value = form.getRawValue();
  const selector = selectorOf(value.selector);
  if (form.invalid || selector === null) return null;
  const [add, remove] = [tagsOf(value.add), tagsOf(value.remove)];
  return { selector, ...(add.length > 0 && { add }), ...(remove.length > 0 && { remove }) };
}

/** No tag has a space or a comma in it. */
function tagsOf(typed: string): string[] {
  return [...new Set(typed.split(/[\s,]+/).filter((tag) => tag !== ''))];
}

function listFault(typed: string): string | null {
  const tags = tagsOf(typed);
  if (tags.length > limits.tagsPerNode) return `These are at most ${limits.tagsPerNode} tags.`;
  return tags.map(spellingFault).find((fault) => fault !== null) ?? null;
}

/** What is wrong with the lists beside each other. */
function togetherFault({ add, remove }: TagsValue): ValidationErrors | null {
  const [added, removed] = [tagsOf(add), tagsOf(remove)];
  if (added.length + removed.length === 0) return { fault: 'Say which tags to add or to remove.' };
  const both = added.find((tag) => removed.includes(tag));
  return both === undefined ? null : { fault: `“${both}” cannot be added and removed at once.` };
}
