import type { CreateRollout, ResumeRollout, RetryRollout, RolloutChange } from '../rollout-orders.schema.js';
import type {
  HostStates,
  Rollout,
  RolloutOutputs,
  RolloutPlan,
  RolloutSummary,
  RolloutTarget,
} from '../rollouts.schema.js';
import type { RolloutState, TargetState } from '../rollouts.js';
import type { Page } from '../schema-parts.js';
import { download, get, order, path, post } from './endpoint.js';
import type { PageQuery } from './request.js';

export type RolloutQuery = PageQuery & {
  /** One or several. */
  state?: RolloutState | readonly RolloutState[] | null | undefined;
  /** A preset's name, or `adHocPreset`. */
  preset?: string | null | undefined;
  /** A user's id. */
  createdBy?: string | null | undefined;
  scheduleId?: string | null | undefined;
};
export type RolloutTargetQuery = PageQuery & {
  /** One or several. */
  state?: readonly TargetState[] | undefined;
  wave?: number | undefined;
};

export const rolloutsEndpoints = {
  /** Newest first. */
  list: (query?: RolloutQuery) => get<Page<RolloutSummary>>('/rollouts', query),
  get: (id: string) => get<Rollout>(path`/rollouts/${id}`),
  /** With `dryRun` the plan is answered, and nothing is made. */
  create: <Request extends CreateRollout>(request: Request, idempotencyKey?: string) =>
    order<Request extends { dryRun: true } ? RolloutPlan : Rollout>('/rollouts', request, idempotencyKey),
  /** What would be done: nothing is made. */
  plan: (request: CreateRollout) => order<RolloutPlan>('/rollouts', { ...request, dryRun: true }),
  /** Those that went wrong first, then by wave and id. */
  targets: (id: string, query?: RolloutTargetQuery) => get<Page<RolloutTarget>>(path`/rollouts/${id}/targets`, query),
  /** Every host's state in one answer. */
  hostStates: (id: string) => get<HostStates>(path`/rollouts/${id}/host-states`),
  outputs: (id: string) => get<RolloutOutputs>(path`/rollouts/${id}/outputs`),
  /** Every host's end and output, a JSON object a line. */
  ndjson: (id: string) => download(path`/rollouts/${id}/outputs.ndjson`, 'application/x-ndjson'),
  /** The same as files: `<host>/stdout.log`, `<host>/stderr.log`, `rollout.json`. */
  archive: (id: string) => download(path`/rollouts/${id}/archive.tar.gz`, 'application/gzip'),
  pause: (id: string, change: RolloutChange = {}) => post<Rollout>(path`/rollouts/${id}/pause`, change),
  resume: (id: string, change: ResumeRollout = {}) => post<Rollout>(path`/rollouts/${id}/resume`, change),
  abort: (id: string, change: RolloutChange = {}) => post<Rollout>(path`/rollouts/${id}/abort`, change),
  retry: (id: string, request: RetryRollout) => post<Rollout>(path`/rollouts/${id}/retry`, request),
};
