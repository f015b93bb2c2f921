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
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { outputStreams, type Job, type JobSummary, type OutputStream, type Page } from '@hyprbox/contracts';
import { jobSchema, jobSummarySchema, pageOf, text } from '@hyprbox/contracts/schemas';
import { openApi } from '../http/openapi-schema.js';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { OutputReader } from '../executions/output-reader.js';
import { NotFoundError } from '../common/domain-error.js';
import { ApiIdempotencyKey, IdempotencyKey } from '../http/idempotency-key.js';
import { OpenStreams } from '../http/open-streams.js';
import { CurrentActor, CurrentUser } from '../http/current-principal.js';
import type { Actor, UserPrincipal } from '../identity/principal.js';
import { RequirePermission } from '../http/require-permission.js';
import { WithoutHead } from '../http/route-options.js';
import { observeEvents } from '../http/event-observable.js';
import { lastEventId } from '../http/server-sent-events.js';
import { endIfStalled } from '../http/stalled-reader.js';
import { JobCancellingService } from './job-cancelling.service.js';
import { JobQueueingService } from './job-queueing.service.js';
import { CreateJobDto, JobsQuery } from './jobs.dto.js';
import { JobsService } from './jobs.service.js';

@ApiTags('jobs')
@ApiBearerAuth('user')
@Controller('jobs')
export class JobsController {
  constructor(
    private readonly jobs: JobsService,
    private readonly queueing: JobQueueingService,
    private readonly cancelling: JobCancellingService,
    private readonly output: OutputReader,
    private readonly streams: OpenStreams,
  ) {}

  @RequirePermission('job.run')
  @Post()
  @ApiOperation({ summary: 'Queue a preset on a node' })
  @ApiIdempotencyKey()
  @ApiCreatedResponse({ schema: openApi(jobSchema) })
  async create(
    @CurrentUser() user: UserPrincipal,
    @CurrentActor() actor: Actor,
    @Body() body: CreateJobDto,
    @IdempotencyKey() key?: string,
  ): Promise<Job> {
    return this.jobs.get(await this.queueing.queue(user, actor, body, key));
  }

  @RequirePermission('job.read')
  @Get()
  @ApiOperation({ summary: 'Jobs, newest first' })
  @ApiOkResponse({ schema: openApi(pageOf(jobSummarySchema)) })
  async list(@Query() { limit, cursor, ...filter }: JobsQuery): Promise<Page<JobSummary>> {
    return this.jobs.list(filter, limit, cursor);
  }

  @RequirePermission('job.read')
  @Get(':id')
  @ApiOperation({ summary: 'One job with its script and the end of its output' })
  @ApiOkResponse({ schema: openApi(jobSchema) })
  async get(@Param('id') id: string): Promise<Job> {
    return this.jobs.get(id);
  }

  /** All that is kept of a stream, the bytes as they were. */
  @RequirePermission('job.read')
  @Get(':id/output/:stream')
  @ApiOperation({ summary: 'All output of a stream that is kept' })
  @ApiProduces('application/octet-stream')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async bytes(
    @Param('id') id: string,
    @Param('stream') stream: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const execution = await this.jobs.execution(id);
    endIfStalled(reply);
    this.streams.countUntil(request.principal, (done) => reply.raw.once('close', done));
    return new StreamableFile(Readable.from(this.output.bytes(execution, outputStreamOf(stream))), {
      type: 'application/octet-stream',
      disposition: `attachment; filename="${execution.id}.${stream}.log"`,
    });
  }

  @RequirePermission('job.run')
  @Post(':id/cancel')
  @ApiOperation({ summary: 'End a job' })
  @ApiOkResponse({ schema: openApi(jobSchema) })
  @HttpCode(200)
  async cancel(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Job> {
    await this.cancelling.cancel(actor, id);
    return this.jobs.get(id);
  }

  /** Server-sent events: the output from the start or from `Last-Event-ID` on, then as it comes. */
  @RequirePermission('job.read')
  @Sse(':id/stream')
  @ApiOperation({ summary: 'The output and the status of a job, live' })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ schema: openApi(text) })
  @WithoutHead()
  async stream(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @SseSignal() gone: AbortSignal,
  ): Promise<Observable<MessageEvent>> {
    await this.jobs.execution(id);
    const closing = this.streams.openUntil(gone, request.principal);
    return observeEvents(request, reply, closing, (signal) => this.output.follow(id, lastEventId(request), signal));
  }
}

function outputStreamOf(name: string): OutputStream {
  const stream = outputStreams.find((each) => each === name);
  if (!stream) throw new NotFoundError('output stream');
  return stream;
}
