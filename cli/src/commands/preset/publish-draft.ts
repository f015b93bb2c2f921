import type { Client } from '@hyprbox/api-client';
import type { PublishedPreset } from '@hyprbox/contracts';
import { isConfirmed } from '../../confirm.js';
import type { Context } from '../../context.js';
import { plural } from '../../output/figures.js';
import { neutralize } from '../../output/neutralize.js';
import { unpainted } from '../../output/palette.js';
import { usesTable } from './uses-text.js';

export interface Publication {
  name: string;
  message: string;
  /** Of the draft that was looked at. */
  revision: number;
  yes: boolean;
}

/** Publishes just the draft that was looked at; asks first where that breaks something. Null where it is not wanted. */
export async function publishDraft(
  context: Context,
  client: Client,
  { name, message, revision, yes }: Publication,
): Promise<PublishedPreset | null> {
  if (!yes) {
    const { breaks, version } = await client.presets.publish(name, { message, revision, dryRun: true });
    if (breaks.length > 0) {
      await context.output.note(usesTable(breaks, { width: context.output.width, paint: unpainted }).trimEnd());
      const question = `Publish ${neutralize(name)} as version ${version}, which breaks ${plural(breaks.length, 'use')} of it?`;
      if (!(await isConfirmed(context, question, 'give --yes to publish what breaks these'))) return null;
    }
  }
  return client.presets.publish(name, { message, revision });
}
