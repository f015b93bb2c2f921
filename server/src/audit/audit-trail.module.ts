import { Global, Module } from '@nestjs/common';
import { AuditWriter } from '../database/audit-writer.js';
import { AuditTrail } from './audit-trail.js';

/** The appending side, which the unit of work needs; reading the trail is in the audit module. */
@Global()
@Module({ providers: [{ provide: AuditWriter, useClass: AuditTrail }], exports: [AuditWriter] })
export class AuditTrailModule {}
