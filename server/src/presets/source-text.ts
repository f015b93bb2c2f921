import { presetLimits } from './preset-limits.js';
import { characters, type FaultCode, type SourceFaults } from './source-faults.js';

/** What bash would not take as it is meant, and what is put in its place so that the rest can still be looked at. */
const unwanted: readonly { code: FaultCode; pattern: RegExp; fault: string; instead: string }[] = [
  {
    code: 'BOM',
    pattern: /^\uFEFF/,
    fault: 'starts with a byte order mark, which bash does not know',
    instead: '',
  },
  { code: 'NUL', pattern: /\0/g, fault: 'holds a NUL character', instead: ' ' },
  {
    code: 'CRLF',
    pattern: /\r/g,
    fault: 'holds a carriage return: save it with Unix line ends',
    instead: '',
  },
  {
    code: 'SURROGATE',
    pattern: /\p{Surrogate}/gu,
    fault: 'holds half of a surrogate pair, which is no character',
    instead: '\uFFFD',
  },
];

/** The text without what must not be in it, each kind told once, where it is first; null where it is too large. */
export function readSourceText(text: string, faults: SourceFaults): string | null {
  if (Buffer.byteLength(text) > presetLimits.fileBytes) {
    const range = { line: 1, column: 1, endLine: 1, endColumn: 1 };
    faults.add('TOO_LARGE', `is larger than ${presetLimits.fileBytes} bytes`, range);
    return null;
  }
  let read = text;
  for (const { code, pattern, fault, instead } of unwanted) {
    const offset = read.search(pattern);
    if (offset === -1) continue;
    const before = read.slice(0, offset);
    const line = before.split('\n').length;
    const column = characters(before.slice(before.lastIndexOf('\n') + 1)) + 1;
    faults.add(code, fault, { line, column, endLine: line, endColumn: column + 1 });
    read = read.replace(pattern, instead);
  }
  return read;
}
