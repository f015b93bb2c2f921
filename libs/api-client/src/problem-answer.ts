import type { Problem, ProblemFault, StaleBase } from '@hyprbox/contracts';
import { ApiError } from './errors.js';

/** A problem is a few hundred bytes, or holds two diffs of presets; whatever a proxy sends beyond this is not read. */
const problemBytesMax = 4 * 1024 * 1024;

/** Turns an answer of 300 and above into the error it stands for, also when a proxy in between wrote it. */
export async function problemOf(response: Response): Promise<ApiError> {
  const text = await readBounded(response, problemBytesMax);
  return new ApiError(parseProblem(text, response), retryAfterSeconds(response));
}

function parseProblem(text: string, response: Response): Problem {
  const body = parseRecord(text);
  const problem: Problem = {
    type: textField(body, 'type') ?? 'about:blank',
    title: textField(body, 'title') ?? (response.statusText || `HTTP ${response.status}`),
    status: response.status,
    detail: textField(body, 'detail') ?? `The server answered ${response.status} ${response.statusText}`.trim(),
    instance: textField(body, 'instance') ?? new URL(response.url).pathname,
    code: textField(body, 'code') ?? `HTTP_${response.status}`,
    requestId: textField(body, 'requestId') ?? response.headers.get('x-request-id') ?? '',
    ...staleBaseOf(body),
  };
  const errors = faultsOf(body['errors']);
  return errors.length === 0 ? problem : { ...problem, errors };
}

function staleBaseOf(body: Record<string, unknown>): Partial<StaleBase> {
  const { currentVersion, currentRevision, theirs, yours } = body;
  if (typeof currentVersion !== 'number' || typeof currentRevision !== 'number') return {};
  if (typeof theirs !== 'string' || typeof yours !== 'string') return {};
  return { currentVersion, currentRevision, theirs, yours };
}

/** Seconds of a `Retry-After` header, given as a number or as a date (RFC 9110 §10.2.3). */
export function retryAfterSeconds(response: Response, now = Date.now()): number | null {
  const header = response.headers.get('retry-after');
  if (header === null) return null;
  if (/^\d+$/.test(header)) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now) / 1000));
}

async function readBounded(response: Response, maxBytes: number): Promise<string> {
  if (response.body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  let read = 0;
  for await (const chunk of response.body) {
    read += chunk.byteLength;
    if (read > maxBytes) break;
    text += decoder.decode(chunk, { stream: true });
  }
  return text;
}

function parseRecord(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textField(body: Record<string, unknown>, name: string): string | undefined {
  const value = body[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function faultsOf(value: unknown): ProblemFault[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((fault: unknown) => {
    if (!isRecord(fault)) return [];
    const detail = textField(fault, 'detail');
    const pointer = fault['pointer'];
    return detail !== undefined && typeof pointer === 'string' ? [{ pointer, detail }] : [];
  });
}
