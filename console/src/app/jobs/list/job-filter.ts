import type { ExecutionStatus, JobQuery } from '@hyprbox/contracts';
import { executionStatuses } from '@hyprbox/contracts';

/** The newest jobs only: hours by the name that is in the address. */
export const jobSpans = { '1h': 1, '24h': 24, '7d': 7 * 24 } as const;
export type JobSpan = keyof typeof jobSpans;

/** Null is no filter. */
export interface JobFilter {
  readonly status: ExecutionStatus | null;
  readonly nodeId: string | null;
  readonly preset: string | null;
  /** A user's id, or `me`. */
  readonly by: string | null;
  readonly span: JobSpan | null;
  /** Instants (ISO 8601) between which a job was queued, instead of a span. */
  readonly from: string | null;
  readonly to: string | null;
}

export const noFilter: JobFilter = {
  status: null,
  nodeId: null,
  preset: null,
  by: null,
  span: null,
  from: null,
  to: null,
};

/** The filter's words in the address. */
export type JobFilterAddress = Readonly<
  Record<'status' | 'node' | 'preset' | 'by' | 'time' | 'from' | 'to', string | null | undefined>
>;

const userId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const hour = 60 * 60 * 1000;

/** Anybody can type an address: what makes no sense there is no filter. */
export function readFilter({ status, node, preset, by, time, from, to }: JobFilterAddress): JobFilter {
  return {
    status: executionStatuses.find((each) => each === status?.toUpperCase()) ?? null,
    nodeId: node || null,
    preset: preset || null,
    by: by === 'me' || userId.test(by ?? '') ? (by ?? null) : null,
    span: isSpan(time) ? time : null,
    from: isSpan(time) ? null : instant(from),
    to: isSpan(time) ? null : instant(to),
  };
}

export function filterAddress({ status, nodeId, preset, by, span, from, to }: JobFilter): JobFilterAddress {
  return { status, node: nodeId, preset, by, time: span, from, to };
}

/** What the server is asked for at a time (milliseconds since the epoch). */
export function filterQuery(filter: JobFilter, me: string | null, now: number): JobQuery {
  const { status, nodeId, preset, by, span, from, to } = filter;
  return {
    status,
    nodeId,
    preset,
    createdBy: by === 'me' ? me : by,
    from: span === null ? from : new Date(now - jobSpans[span] * hour).toISOString(),
    to,
  };
}

function isSpan(text: string | null | undefined): text is JobSpan {
  return text === '1h' || text === '24h' || text === '7d';
}

function instant(text: string | null | undefined): string | null {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
