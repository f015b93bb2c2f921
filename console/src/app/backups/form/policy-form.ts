import type { ValidatorFn } from '@angular/forms';
import { FormControl, FormGroup } from '@angular/forms';
import type { ProblemFault } from '@hyprbox/contracts';
import {
  backupLimits,
  limits,
  nodeIdPattern,
  nodePathFault,
  readDataPattern,
  repositoryPattern,
  resticVariablePattern,
  secretRefPattern,
} from '@hyprbox/contracts';
import { timeZoneFault } from '../../shared/schedule/time-zone-fault';
import type { PolicyInput } from './policy-input';
import { linesOf, variableOf } from './policy-input';

export type PolicyForm = FormGroup<{ [Name in keyof PolicyInput]: FormControl<PolicyInput[Name]> }>;

/** A form with these values, which refuses what the server would refuse. */
export function policyForm(input: PolicyInput): PolicyForm {
  const text = (value: string, ...faults: ((typed: string) => string | null)[]): FormControl<string> =>
    new FormControl(value, { nonNullable: true, validators: faults.map(validator) });
  const flag = (value: boolean): FormControl<boolean> => new FormControl(value, { nonNullable: true });
  const keep = (value: string): FormControl<string> => text(value, whole(0, backupLimits.retentionMax));
  const form: PolicyForm = new FormGroup({
    name: text(input.name, required, longest(limits.nameLength)),
    covers: text(input.covers),
    nodeId: text(input.nodeId, required, host),
    tag: text(input.tag, required, longest(limits.tagLength)),
    repository: text(input.repository, required, repository),
    initialize: flag(input.initialize),
    passwordRef: text(input.passwordRef, required, reference),
    environment: text(input.environment, eachLine(variable)),
    paths: text(input.paths, required, eachLine(absolutePath)),
    excludes: text(input.excludes, eachLine(noOption)),
    oneFileSystem: flag(input.oneFileSystem),
    tags: text(input.tags, eachLine(snapshotTag)),
    schedule: text(input.schedule, required, cron),
    timezone: text(input.timezone, required, timeZoneFault),
    catchUp: text(input.catchUp),
    enabled: flag(input.enabled),
    keepLast: keep(input.keepLast),
    keepDaily: keep(input.keepDaily),
    keepWeekly: keep(input.keepWeekly),
    keepMonthly: keep(input.keepMonthly),
    keepYearly: keep(input.keepYearly),
    drillSchedule: text(input.drillSchedule, cron),
    drillFiles: text(input.drillFiles, whole(1, backupLimits.drillFilesMax)),
    drillDirectory: text(input.drillDirectory, absolutePath),
    checkSchedule: text(input.checkSchedule, cron),
    checkReadData: text(input.checkReadData, share),
    priority: text(input.priority),
    uploadLimitKiBps: text(input.uploadLimitKiBps, whole(1, fastestKiBps)),
    downloadLimitKiBps: text(input.downloadLimitKiBps, whole(1, fastestKiBps)),
    maxBackupAgeHours: text(input.maxBackupAgeHours, whole(1, longestBackupAgeHours)),
    maxProofAgeDays: text(input.maxProofAgeDays, whole(1, longestProofAgeDays)),
    preHook: text(input.preHook),
    postHook: text(input.postHook),
    drillVerify: text(input.drillVerify),
  });
  const { covers, nodeId, tag } = form.controls;
  // The field that is not shown has no say in whether the form is filled in rightly.
  const askForOne = (): void => {
    const [asked, other] = covers.value === 'tag' ? [tag, nodeId] : [nodeId, tag];
    asked.enable({ emitEvent: false });
    other.disable({ emitEvent: false });
  };
  askForOne();
  covers.valueChanges.subscribe(askForOne);
  return form;
}

/** Marks the fields that the server's faults point to; gives back the faults that belong to none of them. */
export function placeFaults(form: PolicyForm, faults: readonly ProblemFault[]): ProblemFault[] {
  const said = new Map<FormControl, string[]>();
  const others = faults.filter((fault) => {
    const control = controlAt(form, fault.pointer);
    // A fault at a field that is not shown would be seen by nobody.
    if (control === null || control.disabled) return true;
    said.set(control, [...(said.get(control) ?? []), wordsAt(fault)]);
    return false;
  });
  for (const [control, words] of said) {
    // Gone with the next change of the field, when its own validators run again.
    control.setErrors({ fault: words.join('; ') });
    control.markAsTouched();
  }
  return others;
}

/** `/paths/2` belongs to the field of the paths, `/retention/keepDaily` to one of its own. */
function controlAt(form: PolicyForm, pointer: string): FormControl | null {
  const [, name = '', member = ''] = pointer.split('/');
  const controls: Partial<Record<string, FormControl>> = form.controls;
  if (name === 'retention') return controls[member] ?? null;
  // What a hook's variables lack is shown at them.
  if (member === 'variables') return null;
  return controls[name] ?? null;
}

function wordsAt({ pointer, detail }: ProblemFault): string {
  const [, , member] = pointer.split('/');
  if (member === undefined || pointer.startsWith('/retention/')) return detail;
  return /^\d+$/.test(member) ? `line ${Number(member) + 1} ${detail}` : `${member} ${detail}`;
}

/** A gibibyte a second and more is no limit. */
const fastestKiBps = 1024 * 1024;
const longestBackupAgeHours = 24 * 366;
const longestProofAgeDays = 3_660;

function validator(fault: (typed: string) => string | null): ValidatorFn {
  return ({ value }) => {
    const found = typeof value === 'string' ? fault(value) : null;
    return found === null ? null : { fault: found };
  };
}

function required(typed: string): string | null {
  return typed.trim() === '' ? 'This must be filled in.' : null;
}

const longest =
  (most: number) =>
  (typed: string): string | null =>
    typed.trim().length > most ? `This has at most ${most} characters.` : null;

const whole =
  (least: number, most: number) =>
  (typed: string): string | null => {
    const value = Number(typed);
    const fits = typed.trim() === '' || (Number.isSafeInteger(value) && value >= least && value <= most);
    return fits ? null : `must be a whole number from ${least} to ${most}`;
  };

const eachLine =
  (fault: (line: string) => string | null) =>
  (typed: string): string | null => {
    const found = linesOf(typed).flatMap((line) => {
      const words = fault(line);
      return words === null ? [] : [`“${line}” ${words}`];
    });
    return found[0] ?? null;
  };

function host(typed: string): string | null {
  return typed.trim() === '' || nodeIdPattern.test(typed.trim()) ? null : 'must be the id of a host';
}

function repository(typed: string): string | null {
  return typed.trim() === '' || repositoryPattern.test(typed.trim())
    ? null
    : 'must be a directory (/…) or an address that begins with sftp:, rest:https://, s3: or rclone:';
}

function reference(typed: string): string | null {
  return typed.trim() === '' || secretRefPattern.test(typed.trim())
    ? null
    : 'must be file:/absolute/path or env:NAME (not HYPRBOX_*): where the host finds it, never the secret itself';
}

function variable(line: string): string | null {
  const [name, where] = variableOf(line);
  if (!resticVariablePattern.test(name)) return 'does not begin with the name of one of restic’s credentials and =';
  return secretRefPattern.test(where) ? null : 'must go on with file:/absolute/path or env:NAME after the =';
}

function absolutePath(typed: string): string | null {
  return typed === '' ? null : nodePathFault(typed);
}

function noOption(line: string): string | null {
  return line.startsWith('-') ? 'must not begin with a hyphen' : null;
}

function snapshotTag(line: string): string | null {
  if (line.length > limits.tagLength) return `has at most ${limits.tagLength} characters`;
  return line.includes(',') ? 'must not hold a comma' : noOption(line);
}

function cron(typed: string): string | null {
  return typed.trim() === '' || typed.trim().split(/\s+/).length === 5
    ? null
    : 'must have five fields: minute, hour, day of the month, month, day of the week';
}

function share(typed: string): string | null {
  return typed.trim() === '' || readDataPattern.test(typed.trim()) ? null : 'must be a share such as 5% or 1/10';
}
