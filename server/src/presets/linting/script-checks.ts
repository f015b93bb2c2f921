import type { LintedPreset, PresetFinding } from '@hyprbox/contracts';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../identity/principal.js';
import type { FrontMatter } from '../front-matter.js';
import type { ReadPreset } from '../preset-reader.js';
import { renderPreset, type ScriptSource } from '../render.js';
import type { SourceRange } from '../source-faults.js';
import { bashComplaint, type BashComplaint } from './bash-complaint.js';
import { finding } from './findings.js';
import { ProgramTurns } from './program-turns.js';
import { ScriptPlaces } from './script-places.js';
import { Shellcheck, type ScriptComment } from './shellcheck.js';
import { unknownValues } from './unknown-values.js';

export interface CheckedScript {
  checkedBy: LintedPreset['checkedBy'];
  findings: PresetFinding[];
}

/** A script, and the way from it to its source. */
interface Look {
  script: string;
  body: Pick<FrontMatter, 'body' | 'bodyLine'>;
  places: ScriptPlaces;
  read: ReadPreset;
}

const top: SourceRange = { line: 1, column: 1, endLine: 1, endColumn: 1 };

/** Of a variable that is read and never given a value: nobody knows them where the front matter can't be read. */
const unassigned = 2154;
/** Of a shebang that is not in the first line. */
const lateShebang = 1128;
/** Of a variable that nothing reads. */
const unused = 2034;
/** What a function is said to lack in one script, and has in another. */
const ofOtherScripts = [unused, unassigned, 2317, 2329];
/** Codes of what shellcheck can't parse. */
const isParseFault = (code: number): boolean => code < 2000;

/** Has programs look at the script that a source makes, and tells what they find as places of the source. */
@Injectable()
export class ScriptChecks {
  constructor(
    private readonly shellcheck: Shellcheck,
    private readonly turns: ProgramTurns,
  ) {}

  /** @throws UnavailableError where too many wait for it already */
  async check({ id }: Pick<Actor, 'id'>, name: string, read: ReadPreset): Promise<CheckedScript> {
    const { body } = read;
    if (!body) return { checkedBy: 'bash', findings: [] };
    const source: ScriptSource = {
      name,
      version: 0,
      variables: read.preset?.summary.variables ?? [],
      functions: read.preset?.functions ?? [],
      body: body.body,
    };
    const { script } = renderPreset(source, unknownValues(source.variables));
    const look = { script, body, places: new ScriptPlaces(script, source, body.bodyLine), read };
    return this.turns.run(id ?? '', async () => this.checkRendered(look));
  }

  /** The same of a function alone: what calls it, and gives values to what it reads, stands elsewhere. */
  async checkFunction(
    actor: Pick<Actor, 'id'>,
    name: string,
    body: NonNullable<ReadPreset['body']>,
  ): Promise<CheckedScript> {
    const { checkedBy, findings } = await this.check(actor, name, { preset: null, body, matter: null });
    const elsewhere = new Set(ofOtherScripts.map((code) => `SC${code}`));
    return { checkedBy, findings: findings.filter(({ code }) => !elsewhere.has(code)) };
  }

  private async checkRendered(look: Look): Promise<CheckedScript> {
    const complaint = await complaintOf(look);
    const result = await this.shellcheck.check(look.script, look.read.preset ? [] : [unassigned, lateShebang]);
    if (!result.checked) {
      const why =
        result.why === null ? [] : [finding(top, 'WARNING', 'NOT_CHECKED', `${result.why}; only bash has read it`)];
      return { checkedBy: 'bash', findings: [...why, ...(complaint ? [complaint] : [])] };
    }
    const findings = result.comments.flatMap((comment) => findingOf(look, comment));
    const parsed = result.comments.some(({ code, level }) => level === 'ERROR' && isParseFault(code));
    const shown = findings.some(({ level }) => level === 'ERROR');
    // Shellcheck says more of what can't be read, and where, but only of what is in the source itself.
    return { checkedBy: 'shellcheck', findings: complaint && !(parsed && shown) ? [...findings, complaint] : findings };
  }
}

/**
 * Read once alone and once rendered: a body that closes the function it is put into, or leaves a here-document open, is
 * complete in only one of the two.
 */
async function complaintOf({ script, body, places }: Look): Promise<PresetFinding | null> {
  // Blank lines in place of the front matter let bash count the lines as the source does.
  const alone = await bashComplaint('\n'.repeat(body.bodyLine - 1) + body.body);
  if (alone) return complaintAt(alone, rangeInBody(alone.line, places));
  const rendered = await bashComplaint(script);
  if (!rendered) return null;
  const line = rendered.line ?? 0;
  const place = places.placeOf({ line, column: 1, endLine: line, endColumn: 1 });
  const range = place.part === 'BODY' ? rangeInBody(place.range.line, places) : places.lastLine();
  return complaintAt(rendered, range);
}

function complaintAt({ message }: BashComplaint, range: SourceRange): PresetFinding {
  return finding(range, 'ERROR', 'BASH', `bash can not read it: ${message}`);
}

function rangeInBody(line: number | null, places: ScriptPlaces): SourceRange {
  return (line === null ? null : places.bodyLineRange(line)) ?? places.lastLine();
}

function findingOf({ places, read }: Look, comment: ScriptComment): PresetFinding[] {
  const place = places.placeOf(comment);
  const code = `SC${comment.code}`;
  switch (place.part) {
    case 'BODY':
      return [finding(place.range, comment.level, code, comment.message)];
    case 'VARIABLE': {
      const range = read.matter?.rangeOf('variables', place.index, 'name');
      return range && comment.code === unused ? [finding(range, comment.level, code, comment.message)] : [];
    }
    case 'FUNCTION': {
      const range = read.matter?.rangeOf('uses', place.index);
      const used = read.preset?.functions[place.index];
      const isGrave = comment.level === 'ERROR' || comment.level === 'WARNING';
      if (!range || !used || !isGrave || ofOtherScripts.includes(comment.code)) return [];
      return [finding(range, comment.level, code, `In the function "${used.name}": ${comment.message}`)];
    }
    case 'FRAME':
      return [];
  }
}
