import { Readable } from 'node:stream';
import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBearerAuth, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { BackupRun, BackupRunDetails, Page } from '@hyprbox/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OutputReader } from '../../executions/output-reader.js';
import { OpenStreams } from '../../http/open-streams.js';
import { CurrentActor, CurrentUser, type Actor, type UserPrincipal } from '../../http/principal.js';
import { RequirePermission } from '../../http/require-permission.js';
import { WithoutHead } from '../../http/route-options.js';
import { pageOf, text } from '../../http/schemas.js';
import { lastEventId, sendEvents } from '../../http/server-sent-events.js';
import { RunCancelling } from './run-cancelling.service.js';
import { RunRequests } from './run-requests.service.js';
import { RestoreDto, RunBackupDto, RunsQuery } from './runs.dto.js';
import { runDetailsSchema, runSchema } from './runs.schema.js';
import { RunsService } from './runs.service.js';

@ApiTags('backups')
@ApiBearerAuth('user')
@Controller('backups')
export class BackupRunsController {
  constructor(
    private readonly runs: RunsService,
    private readonly requests: RunRequests,
    private readonly cancelling: RunCancelling,
    private readonly output: OutputReader,
    private readonly streams: OpenStreams,
  ) {}

  @RequirePermission('backup.run')
  @Post('policies/:id/run')
  @ApiAcceptedResponse({ schema: runSchema })
  @HttpCode(202)
  async run(
    @CurrentUser() user: UserPrincipal,
    @CurrentActor() actor: Actor,
    @Param('id') policyId: string,
    @Body() body?: RunBackupDto,
  ): Promise<BackupRun> {
    return this.runs.summary(await this.requests.run(user, actor, policyId, body ?? {}));
  }

  @RequirePermission('backup.run')
  @Post('restores')
  @ApiAcceptedResponse({ schema: runSchema })
  @HttpCode(202)
  async restore(
    @CurrentUser() user: UserPrincipal,
    @CurrentActor() actor: Actor,
    @Body() body: RestoreDto,
  ): Promise<BackupRun> {
    return this.runs.summary(await this.requests.restore(user, actor, body));
  }

  @RequirePermission('backup.read')
  @Get('runs')
  @ApiOkResponse({ schema: pageOf(runSchema) })
  async list(@Query() { limit, cursor, ...filter }: RunsQuery): Promise<Page<BackupRun>> {
    return this.runs.list(filter, limit, cursor);
  }

  @RequirePermission('backup.read')
  @Get('runs/:id')
  @ApiOkResponse({ schema: runDetailsSchema })
  async get(@Param('id') id: string): Promise<BackupRunDetails> {
    return this.runs.get(id);
  }

  @RequirePermission('backup.run')
  @Post('runs/:id/cancel')
  @ApiOkResponse({ schema: runSchema })
  @HttpCode(200)
  async cancel(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<BackupRun> {
    await this.cancelling.cancel(actor, id);
    return this.runs.summary(id);
  }

  /** All that is kept of what was said while it ran, the bytes as they were. */
  @RequirePermission('backup.read')
  @Get('runs/:id/log')
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: text })
  async log(@Param('id') id: string): Promise<StreamableFile> {
    const execution = await this.runs.execution(id);
    return new StreamableFile(Readable.from(this.output.bytes(execution, 'stderr')), {
      type: 'text/plain; charset=utf-8',
      disposition: `attachment; filename="${id}.log"`,
    });
  }

  /** Server-sent events as of a job: stderr is the log, stdout tells of the progress, a JSON document a line. */
  @RequirePermission('backup.read')
  @Get('runs/:id/stream')
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ schema: text })
  @WithoutHead()
  async stream(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.runs.execution(id);
    await this.streams.hold(request.principal, (closing) =>
      sendEvents(request, reply, closing, (signal) => this.runs.follow(id, lastEventId(request), signal)),
    );
  }
}
