import { isPrintableLine } from '@hyprbox/contracts';

/** Is told what is wrong with a field, and whether it is about its name or its value. It may throw. */
export type ReportField = (fault: string, field: string, part: 'name' | 'value') => void;

/**
 * Reads the fields of one YAML mapping, each by its type; every fault names the field. Where a field is faulty, something
 * of its type stands in, so that the others can be read as well: what was read counts only where nothing was reported.
 */
export class FieldReader {
  constructor(
    private readonly fields: Record<string, unknown>,
    private readonly report: ReportField,
  ) {}

  onlyKnown(known: readonly string[]): void {
    for (const name of Object.keys(this.fields)) {
      if (!known.includes(name)) this.report(`unknown field "${name}"; known are ${known.join(', ')}`, name, 'name');
    }
  }

  /** The value as it is; null where the field is absent. */
  raw(name: string): unknown {
    return Object.hasOwn(this.fields, name) ? (this.fields[name] ?? null) : null;
  }

  /** One line of text that is not blank. */
  line(name: string, maxCharacters: number): string {
    const text = this.text(name, maxCharacters);
    if (text.includes('\n')) return this.faulty(`"${name}" must be one line`, name, '');
    if (text.includes('\t')) return this.faulty(`"${name}" must not hold tabs`, name, '');
    return text;
  }

  /** Lines of text that are not all blank. */
  text(name: string, maxCharacters: number): string {
    const value = this.raw(name);
    if (value === null) return this.faulty(`"${name}" is missing`, name, '');
    if (typeof value !== 'string') return this.faulty(`"${name}" must be a string`, name, '');
    const text = value.trim();
    if (text === '') return this.faulty(`"${name}" must not be blank`, name, '');
    if (text.length > maxCharacters) {
      return this.faulty(`"${name}" is longer than ${maxCharacters} characters`, name, '');
    }
    if (text.split(/[\n\t]/).every(isPrintableLine)) return text;
    return this.faulty(`"${name}" must not hold control characters, of text direction neither`, name, '');
  }

  boolean(name: string, fallback: boolean): boolean {
    const value = this.raw(name) ?? fallback;
    return typeof value === 'boolean' ? value : this.faulty(`"${name}" must be true or false`, name, fallback);
  }

  integer(name: string): number | null {
    const value = this.raw(name);
    if (value === null) return null;
    if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
    return this.faulty(`"${name}" must be an integer`, name, null);
  }

  list(name: string, maxItems: number): unknown[] | null {
    const value = this.raw(name);
    if (value === null) return null;
    if (!Array.isArray(value)) return this.faulty(`"${name}" must be a list`, name, null);
    if (value.length > maxItems) return this.faulty(`"${name}" has more than ${maxItems} items`, name, null);
    return value;
  }

  private faulty<T>(fault: string, name: string, standIn: T): T {
    this.report(fault, name, 'value');
    return standIn;
  }
}
