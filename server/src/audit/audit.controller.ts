import { Readable } from 'node:stream';
import { Controller, Get, Param, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces } from '@nestjs/swagger';
import type { AuditEvent, AuditVerification, Page } from '@hyprbox/contracts';
import { auditEventSchema, auditVerificationSchema, pageOf, text } from '@hyprbox/contracts/schemas';
import { openApi } from '../http/openapi-schema.js';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OpenStreams } from '../http/open-streams.js';
import { endIfStalled } from '../http/stalled-reader.js';
import { RequirePermission } from '../http/require-permission.js';
import { AuditEventParams, AuditQuery } from './audit.dto.js';
import { AuditService } from './audit.service.js';

@Controller('audit')
export class AuditController {
  constructor(
    private readonly audit: AuditService,
    private readonly streams: OpenStreams,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Entries of the audit trail, newest first' })
  @ApiOkResponse({ schema: openApi(pageOf(auditEventSchema)) })
  @RequirePermission('audit.read')
  list(@Query() query: AuditQuery): Promise<Page<AuditEvent>> {
    return this.audit.list(query);
  }

  @Get('verify')
  @ApiOperation({ summary: 'Check the chain of the audit trail' })
  @ApiOkResponse({ schema: openApi(auditVerificationSchema) })
  @RequirePermission('audit.read')
  verify(): Promise<AuditVerification> {
    return this.audit.verify();
  }

  @Get('export')
  @ApiOperation({ summary: 'The whole audit trail as NDJSON' })
  @RequirePermission('audit.read')
  @ApiProduces('application/x-ndjson')
  @ApiOkResponse({ schema: openApi(text) })
  export(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): StreamableFile {
    endIfStalled(reply);
    this.streams.countUntil(request.principal, (done) => reply.raw.once('close', done));
    return new StreamableFile(Readable.from(this.audit.export()), {
      type: 'application/x-ndjson',
      disposition: 'attachment; filename="hyprbox-audit.ndjson"',
    });
  }

  @Get(':seq')
  @ApiOperation({ summary: 'One entry of the audit trail' })
  @ApiOkResponse({ schema: openApi(auditEventSchema) })
  @RequirePermission('audit.read')
  get(@Param() { seq }: AuditEventParams): Promise<AuditEvent> {
    return this.audit.get(seq);
  }
}
