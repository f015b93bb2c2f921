import { Readable } from 'node:stream';
import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { outputStreams, type Job, type JobSummary, type OutputStream, type Page } from '@hyprbox/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OutputReader } from '../executions/output-reader.js';
import { NotFoundError } from '../http/domain-error.js';
import { OpenStreams } from '../http/open-streams.js';
import { CurrentActor, CurrentUser, type Actor, type UserPrincipal } from '../http/principal.js';
import { RequirePermission } from '../http/require-permission.js';
import { WithoutHead } from '../http/route-options.js';
import { pageOf, text } from '../http/schemas.js';
import { lastEventId, sendEvents } from '../http/server-sent-events.js';
import { JobQueueing } from './job-queueing.service.js';
import { CreateJobDto, JobsQuery } from './jobs.dto.js';
import { jobSchema, jobSummarySchema } from './jobs.schema.js';
import { JobsService } from './jobs.service.js';

@ApiTags('jobs')
@ApiBearerAuth('user')
@Controller('jobs')
export class JobsController {
  constructor(
    private readonly jobs: JobsService,
    private readonly queueing: JobQueueing,
    private readonly output: OutputReader,
    private readonly streams: OpenStreams,
  ) {}

  @RequirePermission('job.run')
  @Post()
  @ApiCreatedResponse({ schema: jobSchema })
  async create(
    @CurrentUser() user: UserPrincipal,
    @CurrentActor() actor: Actor,
    @Body() body: CreateJobDto,
  ): Promise<Job> {
    return this.jobs.get(await this.queueing.queue(user, actor, body));
  }

  @RequirePermission('job.read')
  @Get()
  @ApiOkResponse({ schema: pageOf(jobSummarySchema) })
  async list(@Query() { limit, cursor, ...filter }: JobsQuery): Promise<Page<JobSummary>> {
    return this.jobs.list(filter, limit, cursor);
  }

  @RequirePermission('job.read')
  @Get(':id')
  @ApiOkResponse({ schema: jobSchema })
  async get(@Param('id') id: string): Promise<Job> {
    return this.jobs.get(id);
  }

  /** All that is kept of a stream, the bytes as they were. */
  @RequirePermission('job.read')
  @Get(':id/output/:stream')
  @ApiProduces('application/octet-stream')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async bytes(@Param('id') id: string, @Param('stream') stream: string): Promise<StreamableFile> {
    const execution = await this.jobs.execution(id);
    return new StreamableFile(Readable.from(this.output.bytes(execution, outputStreamOf(stream))), {
      type: 'application/octet-stream',
      disposition: `attachment; filename="${execution.id}.${stream}.log"`,
    });
  }

  @RequirePermission('job.run')
  @Post(':id/cancel')
  @ApiOkResponse({ schema: jobSchema })
  @HttpCode(200)
  async cancel(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Job> {
    await this.queueing.cancel(actor, id);
    return this.jobs.get(id);
  }

  /** Server-sent events: the output from the start or from `Last-Event-ID` on, then as it comes. */
  @RequirePermission('job.read')
  @Get(':id/stream')
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ schema: text })
  @WithoutHead()
  async stream(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.jobs.execution(id);
    await this.streams.hold(request.principal, (closing) =>
      sendEvents(request, reply, closing, (signal) => this.output.follow(id, lastEventId(request), signal)),
    );
  }
}

function outputStreamOf(name: string): OutputStream {
  const stream = outputStreams.find((each) => each === name);
  if (!stream) throw new NotFoundError('output stream');
  return stream;
}
