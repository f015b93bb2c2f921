import type { RolloutSummary, RolloutTargetEvent } from '@hyprbox/contracts';
import { UnexpectedAnswerError } from './errors.js';
import type { ServerSentEvent } from './event-parser.js';

/** Hosts as they have become. */
export interface RolloutTargetsChanged extends RolloutTargetEvent {
  type: 'target';
}

export interface RolloutStateChange {
  type: 'state';
  rollout: RolloutSummary;
}

/** More has happened than was told: what is known of the hosts is to be asked for anew. */
export interface RolloutResync {
  type: 'resync';
}

/** The last event: the rollout has ended. */
export interface RolloutDone {
  type: 'done';
}

export type RolloutEvent = RolloutTargetsChanged | RolloutStateChange | RolloutResync | RolloutDone;

/** Null for an event of a newer server. */
export function readRolloutEvent(event: ServerSentEvent, baseUrl: string): RolloutEvent | null {
  switch (event.event) {
    case 'target':
      return { type: 'target', ...parse<RolloutTargetEvent>(event, baseUrl) };
    case 'state':
      return { type: 'state', rollout: parse<RolloutSummary>(event, baseUrl) };
    case 'resync':
    case 'done':
      return { type: event.event };
    default:
      return null;
  }
}

function parse<T>(event: ServerSentEvent, baseUrl: string): T {
  try {
    // The contract's types are what the server promises; its own tests hold it to them.
    return JSON.parse(event.data) as T;
  } catch (error) {
    throw new UnexpectedAnswerError(baseUrl, `a ${event.event} event holds no JSON`, { cause: error });
  }
}
