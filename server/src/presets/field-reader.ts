import { isPrintableLine } from '@hyprbox/contracts';

/** Reads the fields of one YAML mapping, each by its type; every fault names the field. */
export class FieldReader {
  constructor(
    private readonly fields: Record<string, unknown>,
    private readonly fail: (fault: string) => never,
  ) {}

  onlyKnown(known: readonly string[]): void {
    for (const name of Object.keys(this.fields)) {
      if (!known.includes(name)) this.fail(`unknown field "${name}"; known are ${known.join(', ')}`);
    }
  }

  /** The value as it is; null where the field is absent. */
  raw(name: string): unknown {
    return Object.hasOwn(this.fields, name) ? (this.fields[name] ?? null) : null;
  }

  /** One line of text that is not blank. */
  line(name: string, maxCharacters: number): string {
    const text = this.text(name, maxCharacters);
    if (text.includes('\n')) this.fail(`"${name}" must be one line`);
    if (text.includes('\t')) this.fail(`"${name}" must not hold tabs`);
    return text;
  }

  /** Lines of text that are not all blank. */
  text(name: string, maxCharacters: number): string {
    const value = this.raw(name);
    if (value === null) this.fail(`"${name}" is missing`);
    if (typeof value !== 'string') this.fail(`"${name}" must be a string`);
    const text = value.trim();
    if (text === '') this.fail(`"${name}" must not be blank`);
    if (text.length > maxCharacters) this.fail(`"${name}" is longer than ${maxCharacters} characters`);
    if (!text.split(/[\n\t]/).every(isPrintableLine)) {
      this.fail(`"${name}" must not hold control characters, of text direction neither`);
    }
    return text;
  }

  boolean(name: string, fallback: boolean): boolean {
    const value = this.raw(name) ?? fallback;
    if (typeof value !== 'boolean') this.fail(`"${name}" must be true or false`);
    return value;
  }

  integer(name: string): number | null {
    const value = this.raw(name);
    if (value === null) return null;
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) this.fail(`"${name}" must be an integer`);
    return value;
  }

  list(name: string, maxItems: number): unknown[] | null {
    const value = this.raw(name);
    if (value === null) return null;
    if (!Array.isArray(value)) this.fail(`"${name}" must be a list`);
    if (value.length > maxItems) this.fail(`"${name}" has more than ${maxItems} items`);
    return value;
  }
}
