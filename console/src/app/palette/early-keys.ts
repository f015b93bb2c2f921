/** What is typed between the call for the palette and its field having the focus: the first time its code is loaded yet. */
export class EarlyKeys {
  private letters: string[] = [];
  private enter = false;
  private escape = false;

  get text(): string {
    return this.letters.join('');
  }

  get entered(): boolean {
    return this.enter;
  }

  /** It is not wanted any more. */
  get abandoned(): boolean {
    return this.escape;
  }

  /** Keeps a key that would have been the field's, and the page does not get it. */
  press(event: KeyboardEvent): void {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Enter') this.enter = true;
    else if (event.key === 'Escape') this.escape = true;
    else if (event.key === 'Backspace') this.letters.pop();
    // All other keys that print nothing have a name of several letters.
    else if ([...event.key].length === 1) this.letters.push(event.key);
    else return;
    event.preventDefault();
  }
}
