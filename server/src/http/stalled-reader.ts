import type { FastifyReply } from 'fastify';

/** A reader that takes no byte of a download for this long is cut off; a slow one is not. */
const stalledMs = 60_000;

/** For an answer that is sent bit by bit: whoever stops reading must not keep it for ever. */
export function endIfStalled({ raw }: FastifyReply): void {
  raw.setTimeout(stalledMs, () => raw.destroy());
}
