/** Types into the field of a form that has this label. */
export function fillIn(label: string, value: string): void {
  const field = fieldLabelled(label);
  field.value = value;
  field.dispatchEvent(new Event('input'));
}

export function fieldLabelled(label: string): HTMLInputElement | HTMLTextAreaElement {
  const field = around(label).querySelector<HTMLInputElement | HTMLTextAreaElement>('input, textarea');
  if (field === null) throw new Error(`Nothing can be typed at “${label}”`);
  return field;
}

/** What is said at the field: its label, and its hint or what is wrong with it. */
export function wordsAtField(label: string): string {
  return around(label).textContent ?? '';
}

function around(label: string): Element {
  const labels = [...document.querySelectorAll('mat-label')];
  const field = labels.find((each) => each.textContent?.trim() === label)?.closest('mat-form-field');
  if (field === undefined || field === null) throw new Error(`No field “${label}”`);
  return field;
}
