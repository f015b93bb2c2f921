import { Readable } from 'node:stream';
import { Controller, Get, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiProduces } from '@nestjs/swagger';
import type { AuditEvent, AuditVerification, Page } from '@hyprbox/contracts';
import { RequirePermission } from '../http/require-permission.js';
import { pageOf, text } from '../http/schemas.js';
import { AuditEventParams, AuditQuery } from './audit.dto.js';
import { auditEventSchema, verificationSchema } from './audit.schema.js';
import { AuditService } from './audit.service.js';

@Controller('audit')
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  @Get()
  @ApiOkResponse({ schema: pageOf(auditEventSchema) })
  @RequirePermission('audit.read')
  list(@Query() query: AuditQuery): Promise<Page<AuditEvent>> {
    return this.audit.list(query);
  }

  @Get('verify')
  @ApiOkResponse({ schema: verificationSchema })
  @RequirePermission('audit.read')
  verify(): Promise<AuditVerification> {
    return this.audit.verify();
  }

  @Get('export')
  @RequirePermission('audit.read')
  @ApiProduces('application/x-ndjson')
  @ApiOkResponse({ schema: text })
  export(): StreamableFile {
    return new StreamableFile(Readable.from(this.audit.export()), {
      type: 'application/x-ndjson',
      disposition: 'attachment; filename="hyprbox-audit.ndjson"',
    });
  }

  @Get(':seq')
  @ApiOkResponse({ schema: auditEventSchema })
  @RequirePermission('audit.read')
  get(@Param() { seq }: AuditEventParams): Promise<AuditEvent> {
    return this.audit.get(seq);
  }
}
