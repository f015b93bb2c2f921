import { Injectable, type PipeTransform } from '@nestjs/common';
import type { BackupPolicyFields } from '@hyprbox/contracts';
import { readChanges, readPolicy } from '../policies/policy-fields.js';

/** Reads a body before the handler runs, so that 400 comes before 403 as on every route. */
@Injectable()
export class PolicyBody implements PipeTransform<unknown, BackupPolicyFields> {
  transform(body: unknown): BackupPolicyFields {
    return readPolicy(body);
  }
}

@Injectable()
export class PolicyChangesBody implements PipeTransform<unknown, Partial<BackupPolicyFields>> {
  transform(body: unknown): Partial<BackupPolicyFields> {
    return readChanges(body);
  }
}
