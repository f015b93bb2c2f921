import { Readable } from 'node:stream';
import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
  Req,
  Res,
  Sse,
  SseSignal,
  StreamableFile,
  type MessageEvent,
} from '@nestjs/common';
import { ApiAcceptedResponse, ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { BackupRun, BackupRunDetails, Page } from '@hyprbox/contracts';
import { backupRunDetailsSchema, backupRunSchema, pageOf, text } from '@hyprbox/contracts/schemas';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { OutputReader } from '../../executions/output-reader.js';
import { ApiIdempotencyKey, IdempotencyKey } from '../../http/idempotency-key.js';
import { openApi } from '../../http/openapi-schema.js';
import { OpenStreams } from '../../http/open-streams.js';
import { CurrentActor, CurrentUser } from '../../http/current-principal.js';
import type { Actor, UserPrincipal } from '../../identity/principal.js';
import { RequirePermission } from '../../http/require-permission.js';
import { WithoutHead } from '../../http/route-options.js';
import { observeEvents } from '../../http/event-observable.js';
import { lastEventId } from '../../http/server-sent-events.js';
import { endIfStalled } from '../../http/stalled-reader.js';
import { RunRequestsService } from './run-requests.service.js';
import { RestoreDto, RunBackupDto, RunsQuery } from './runs.dto.js';
import { RunsService } from './runs.service.js';

@ApiTags('backups')
@ApiBearerAuth('user')
@Controller('backups')
export class BackupRunsController {
  constructor(
    private readonly runs: RunsService,
    private readonly requests: RunRequestsService,
    private readonly output: OutputReader,
    private readonly streams: OpenStreams,
  ) {}

  @RequirePermission('backup.run')
  @Post('policies/:id/run')
  @ApiOperation({ summary: 'Start a run of a policy' })
  @ApiIdempotencyKey()
  @ApiAcceptedResponse({ schema: openApi(backupRunSchema) })
  @HttpCode(202)
  async run(
    @CurrentUser() user: UserPrincipal,
    @CurrentActor() actor: Actor,
    @Param('id') policyId: string,
    @Body() body?: RunBackupDto,
    @IdempotencyKey() key?: string,
  ): Promise<BackupRun> {
    return this.runs.summary(await this.requests.run(user, actor, policyId, body ?? {}, key));
  }

  @RequirePermission('backup.run')
  @Post('restores')
  @ApiOperation({ summary: 'Restore from a snapshot' })
  @ApiIdempotencyKey()
  @ApiAcceptedResponse({ schema: openApi(backupRunSchema) })
  @HttpCode(202)
  async restore(
    @CurrentUser() user: UserPrincipal,
    @CurrentActor() actor: Actor,
    @Body() body: RestoreDto,
    @IdempotencyKey() key?: string,
  ): Promise<BackupRun> {
    return this.runs.summary(await this.requests.restore(user, actor, body, key));
  }

  @RequirePermission('backup.read')
  @Get('runs')
  @ApiOperation({ summary: 'Runs, newest first' })
  @ApiOkResponse({ schema: openApi(pageOf(backupRunSchema)) })
  async list(@Query() { limit, cursor, ...filter }: RunsQuery): Promise<Page<BackupRun>> {
    return this.runs.list(filter, limit, cursor);
  }

  @RequirePermission('backup.read')
  @Get('runs/:id')
  @ApiOperation({ summary: 'One run' })
  @ApiOkResponse({ schema: openApi(backupRunDetailsSchema) })
  async get(@Param('id') id: string): Promise<BackupRunDetails> {
    return this.runs.get(id);
  }

  @RequirePermission('backup.run')
  @Post('runs/:id/cancel')
  @ApiOperation({ summary: 'End a run' })
  @ApiOkResponse({ schema: openApi(backupRunSchema) })
  @HttpCode(200)
  async cancel(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<BackupRun> {
    await this.runs.cancel(actor, id);
    return this.runs.summary(id);
  }

  /** All that is kept of what was said while it ran, the bytes as they were. */
  @RequirePermission('backup.read')
  @Get('runs/:id/log')
  @ApiOperation({ summary: 'The whole log of a run that is kept' })
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: openApi(text) })
  async log(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const execution = await this.runs.execution(id);
    endIfStalled(reply);
    this.streams.countUntil(request.principal, (done) => reply.raw.once('close', done));
    return new StreamableFile(Readable.from(this.output.bytes(execution, 'stderr')), {
      type: 'text/plain; charset=utf-8',
      disposition: `attachment; filename="${id}.log"`,
    });
  }

  /** Server-sent events as of a job: stderr is the log, stdout tells of the progress, a JSON document a line. */
  @RequirePermission('backup.read')
  @Sse('runs/:id/stream')
  @ApiOperation({ summary: 'The log, progress and status of a run, live' })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ schema: openApi(text) })
  @WithoutHead()
  async stream(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @SseSignal() gone: AbortSignal,
  ): Promise<Observable<MessageEvent>> {
    await this.runs.execution(id);
    const closing = this.streams.openUntil(gone, request.principal);
    return observeEvents(request, reply, closing, (signal) => this.runs.follow(id, lastEventId(request), signal));
  }
}
