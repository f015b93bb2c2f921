import { Injectable, type PipeTransform } from '@nestjs/common';
import {
  alertRuleKinds,
  mountMetrics,
  type AlertRuleFields,
  type AlertRuleKind,
  type MetricCondition,
  type ProblemFault,
} from '@hyprbox/contracts';
import { alertRuleFieldsSchemas } from '@hyprbox/contracts/schemas';
import { InvalidInputError } from '../../common/domain-error.js';
import { readerOf } from '../../http/body-of.js';
import { selectorFaults } from '../../selectors/selector-fault.js';

type Reader = (body: unknown) => AlertRuleFields;

const readers: Readonly<Record<AlertRuleKind, Reader>> = {
  METRIC: readerOf(alertRuleFieldsSchemas.METRIC),
  NODE_SILENT: readerOf(alertRuleFieldsSchemas.NODE_SILENT),
  JOB: readerOf(alertRuleFieldsSchemas.JOB),
  BACKUP: readerOf(alertRuleFieldsSchemas.BACKUP),
  BEAT: readerOf(alertRuleFieldsSchemas.BEAT),
  SELF: readerOf(alertRuleFieldsSchemas.SELF),
};

/** Kinds whose alerts are of a host that can run something. */
const remediable = new Set<AlertRuleKind>(['METRIC', 'JOB', 'BACKUP']);

/** Reads a rule, whose kind says what its condition is. */
@Injectable()
export class AlertRuleBody implements PipeTransform<unknown, AlertRuleFields> {
  transform(body: unknown): AlertRuleFields {
    const fields = readers[kindOf(body)](body);
    const faults = [...selectorFaults(fields.selector, '/selector'), ...faultsOf(fields)];
    if (faults.length > 0) throw new InvalidInputError(faults);
    return fields;
  }
}

function kindOf(body: unknown): AlertRuleKind {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new InvalidInputError([{ pointer: '', detail: 'must be an object' }]);
  }
  const kind = alertRuleKinds.find((each) => 'kind' in body && each === body.kind);
  if (kind === undefined) {
    throw new InvalidInputError([{ pointer: '/kind', detail: `must be one of ${alertRuleKinds.join(', ')}` }]);
  }
  return kind;
}

function faultsOf({ kind, condition, remediation }: AlertRuleFields): ProblemFault[] {
  const faults = kind === 'METRIC' ? conditionFaults(condition) : [];
  if (remediation && !remediable.has(kind)) {
    faults.push({ pointer: '/remediation', detail: `is for rules of the kinds ${[...remediable].join(', ')} only` });
  }
  return faults;
}

function conditionFaults({ metric, op, fire, clear, mount }: MetricCondition): ProblemFault[] {
  const faults: ProblemFault[] = [];
  if (op === '>' ? clear > fire : clear < fire) {
    const side = op === '>' ? 'at most' : 'at least';
    faults.push({
      pointer: '/condition/clear',
      detail: `must be ${side} ${fire}: it is the figure at which things are well again, and “fire” that at which they are not`,
    });
  }
  if (mount !== undefined && !mountMetrics.includes(metric)) {
    faults.push({ pointer: '/condition/mount', detail: `is for ${mountMetrics.join(' and ')} only` });
  }
  return faults;
}
