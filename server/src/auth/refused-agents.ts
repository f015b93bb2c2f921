import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { nodeIdPattern, printableLine } from '@hyprbox/contracts';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { Clock } from '../time/clock.js';
import { RouteAccessTable } from './route-access-table.js';

const windowMs = 60_000;
/** Lines in one window over all agents, so that a whole fleet that is refused does not fill the log. */
const linesPerWindow = 60;

const refusals = new Set([400, 401, 403, 413, 415, 421, 429]);

/**
 * Tells in the log that an agent is refused: which, why and from where. Agents call every few seconds, so each is told
 * of once a minute, and what is left out is counted.
 */
@Injectable()
export class RefusedAgents implements OnModuleInit {
  private readonly logger = new Logger('Agents');
  private told = new Set<string>();
  private untold = 0;
  private windowEndsAt = 0;

  constructor(
    private readonly adapter: HttpAdapterHost<FastifyAdapter>,
    private readonly routes: RouteAccessTable,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.adapter.httpAdapter.getInstance().addHook('onResponse', (request, reply, done) => {
      const refused = refusals.has(reply.statusCode) && this.routes.of(request)?.kind === 'node';
      if (refused) this.tell(request, reply.statusCode);
      done();
    });
  }

  private tell(request: FastifyRequest, status: number): void {
    this.renewWindow();
    const node = nodeOf(request);
    const { ip, problem } = request;
    const about = `${status} ${problem?.code ?? ''} ${node} ${ip}`;
    if (this.told.has(about)) return;
    if (this.told.size >= linesPerWindow) {
      this.untold += 1;
      return;
    }
    this.told.add(about);
    const fault = problem?.faults?.[0];
    const why = [problem?.detail, fault && `${fault.pointer} ${fault.detail}`].filter(Boolean).join(' ');
    const security = problem?.refusal?.kind;
    // Names of fields are the caller's, and a log may be read in a terminal.
    const message = `The agent of ${node} at ${ip} is refused (${status}): ${printableLine(why)}`;
    if (security === undefined) this.logger.log(message);
    else this.logger.log({ security, address: ip }, message);
  }

  private renewWindow(): void {
    const now = this.clock.now().getTime();
    if (now < this.windowEndsAt) return;
    if (this.untold > 0) this.logger.log(`${this.untold} more calls of agents were refused within a minute.`);
    this.told = new Set();
    this.untold = 0;
    this.windowEndsAt = now + windowMs;
  }
}

/** The node that the token is for, or else the one that the call names; never text of the caller's choice. */
function nodeOf({ principal, query, body }: FastifyRequest): string {
  if (principal?.type === 'node' && principal.nodeId !== null) return `node ${principal.nodeId}`;
  const named = [query, body].map(nodeIdIn).find((id) => id !== null);
  return named === undefined ? 'an unknown node' : `node ${named} (as it says)`;
}

function nodeIdIn(fields: unknown): string | null {
  if (typeof fields !== 'object' || fields === null || !('nodeId' in fields)) return null;
  return typeof fields.nodeId === 'string' && nodeIdPattern.test(fields.nodeId) ? fields.nodeId : null;
}
