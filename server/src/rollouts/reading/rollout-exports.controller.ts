import { Readable } from 'node:stream';
import { Controller, Get, Param, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { RolloutOutputs } from '@hyprbox/contracts';
import { rolloutOutputsSchema } from '@hyprbox/contracts/schemas';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { IdParams } from '../../http/id-params.dto.js';
import { OpenStreams } from '../../http/open-streams.js';
import { openApi } from '../../http/openapi-schema.js';
import { RequirePermission } from '../../http/require-permission.js';
import { endIfStalled } from '../../http/stalled-reader.js';
import { RolloutArchive } from './rollout-archive.js';
import { RolloutNdjson } from './rollout-ndjson.js';
import { RolloutOutputsService } from './rollout-outputs.service.js';
import { RolloutsService } from './rollouts.service.js';
import { tarArchive } from './tar-archive.js';

const file = { type: 'string', format: 'binary' } as const;

@ApiTags('rollouts')
@ApiBearerAuth('user')
@Controller('rollouts/:id')
export class RolloutExportsController {
  constructor(
    private readonly rollouts: RolloutsService,
    private readonly outputs: RolloutOutputsService,
    private readonly ndjson: RolloutNdjson,
    private readonly archive: RolloutArchive,
    private readonly streams: OpenStreams,
  ) {}

  /** The largest group first. */
  @RequirePermission('job.read')
  @Get('outputs')
  @ApiOperation({ summary: 'Which hosts printed the same' })
  @ApiOkResponse({ schema: openApi(rolloutOutputsSchema) })
  compare(@Param() { id }: IdParams): Promise<RolloutOutputs> {
    return this.outputs.compare(id);
  }

  /** A JSON object a line, in the order of the hosts' ids. Of a host whose job has not ended, the output is null. */
  @RequirePermission('job.read')
  @Get('outputs.ndjson')
  @ApiOperation({ summary: 'How each host ended and what it printed' })
  @ApiProduces('application/x-ndjson')
  @ApiOkResponse({ schema: file })
  async lines(
    @Param() { id }: IdParams,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    await this.rollouts.summary(id);
    this.count(request, reply);
    return new StreamableFile(Readable.from(this.ndjson.lines(id), { objectMode: false }), {
      type: 'application/x-ndjson',
      disposition: `attachment; filename="rollout-${id}.ndjson"`,
    });
  }

  /** The files `<host>/stdout.log` and `<host>/stderr.log` of the hosts whose jobs have ended, and `rollout.json`. */
  @RequirePermission('job.read')
  @Get('archive.tar.gz')
  @ApiOperation({ summary: 'What the hosts printed, as files' })
  @ApiProduces('application/gzip')
  @ApiOkResponse({ schema: file })
  async files(
    @Param() { id }: IdParams,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const rollout = await this.rollouts.get(id);
    this.count(request, reply);
    return new StreamableFile(tarArchive(this.archive.files(rollout), new Date(rollout.createdAt)), {
      type: 'application/gzip',
      disposition: `attachment; filename="rollout-${id}.tar.gz"`,
    });
  }

  private count(request: FastifyRequest, reply: FastifyReply): void {
    endIfStalled(reply);
    this.streams.countUntil(request.principal, (done) => reply.raw.once('close', done));
  }
}
