import { Injectable } from '@nestjs/common';
import type { AuditAction } from '@hyprbox/contracts';
import type { Transaction } from '../database/unit-of-work.js';
import type { Execution } from './execution.js';
import type { Outcome } from './execution-state.js';

export interface RecordedEnd {
  action: AuditAction;
  targetType: string;
  /** What the kind has to say beside what is told of every execution. */
  details?: Readonly<Record<string, unknown>>;
}

/** What a kind of execution adds to how every execution is handed over. */
export interface ExecutionKind {
  kind: Execution['kind'];
  /** What people call one of them, in lower case. */
  noun: string;
  /** How the audit trail calls its end, and what it is; null for what changes nothing and is not recorded. */
  recordedAs(execution: Execution): RecordedEnd | null;
  /** Looks at what an attempt delivered before its end is taken: what exited with 0 may have failed all the same. */
  judge?(tx: Transaction, execution: Execution, outcome: Outcome): Promise<Outcome>;
  /** Records the end in the same transaction. */
  onFinished(tx: Transaction, execution: Execution): Promise<void>;
  /** The real end of what had been given up; the status stays. */
  onLateEnd?(tx: Transaction, execution: Execution): Promise<void>;
}

/** The kinds there are; the module that queues a kind registers it. */
@Injectable()
export class ExecutionKinds {
  private readonly kinds = new Map<string, ExecutionKind>();

  register(kind: ExecutionKind): void {
    this.kinds.set(kind.kind, kind);
  }

  of({ kind }: Pick<Execution, 'kind'>): ExecutionKind {
    const found = this.kinds.get(kind);
    if (!found) throw new Error(`No module carries out executions of the kind ${kind}.`);
    return found;
  }
}
