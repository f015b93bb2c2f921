export type Fields = Record<string, unknown>;

/** The object that a line of restic's output is; null when it is anything else. */
export function jsonObject(line: string): Fields | null {
  if (!line.startsWith('{')) return null;
  return fieldsOf(parse(line));
}

/** The objects of the array that a line is; null when it is anything else. */
export function jsonObjects(line: string): Fields[] | null {
  if (!line.startsWith('[')) return null;
  const value = parse(line);
  return Array.isArray(value) ? value.map(fieldsOf).filter((fields) => fields !== null) : null;
}

export function fieldsOf(value: unknown): Fields | null {
  // A JSON object's fields are unknown until each is looked at.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

export function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
