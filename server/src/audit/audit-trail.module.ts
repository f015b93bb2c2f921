import { Global, Module } from '@nestjs/common';
import { AuditTrail } from './audit-trail.js';

/** The appending side, which the unit of work needs; reading the trail is in the audit module. */
@Global()
@Module({ providers: [AuditTrail], exports: [AuditTrail] })
export class AuditTrailModule {}
