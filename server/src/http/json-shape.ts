/** What JSON may hold, whatever its size in bytes. */
export interface JsonShape {
  /** Levels of objects and lists in each other. */
  depth: number;
  /** Fields of any one object: what goes through an object by its names may cost the square of them. */
  fieldsOfOne: number;
  /** Values in all. */
  values: number;
}

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const openList = 0x5b;
const backslash = 0x5c;
const closeList = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;

/**
 * Says in which way a JSON text holds more than it may; null if it doesn't. One look at the text, before anything is
 * made of it: the time it takes grows with the text alone. Whether the text is JSON at all is for the parser to say.
 */
export function shapeFault(text: string, { depth, fieldsOfOne, values }: JsonShape): string | null {
  const fields = new Uint32Array(depth + 1);
  let level = 0;
  let seen = 1;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case quote:
        at = endOfString(text, at);
        break;
      case openObject:
      case openList:
        level += 1;
        if (level > depth) return `is nested more than ${depth} levels deep`;
        fields[level] = 0;
        seen += 1;
        break;
      case closeObject:
      case closeList:
        level = Math.max(0, level - 1);
        break;
      case colon:
        fields[level] = (fields[level] ?? 0) + 1;
        if ((fields[level] ?? 0) > fieldsOfOne) return `has an object of more than ${fieldsOfOne} fields`;
        break;
      case comma:
        seen += 1;
        break;
    }
    if (seen > values) return `holds more than ${values} values`;
  }
  return null;
}

/** The place of the quote that ends the string which begins at `start`; the text's end if there is none. */
function endOfString(text: string, start: number): number {
  for (let from = start + 1; ;) {
    const end = text.indexOf('"', from);
    if (end === -1) return text.length;
    let escapes = end;
    while (text.charCodeAt(escapes - 1) === backslash) escapes -= 1;
    if ((end - escapes) % 2 === 0) return end;
    from = end + 1;
  }
}
