import { Injectable } from '@nestjs/common';
import type { PublishedPreset, PublishPreset } from '@hyprbox/contracts';
import type { Audited } from '../../database/audit-writer.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import type { Actor } from '../../identity/principal.js';
import type { PresetVersionEntity } from '../records/preset-version.entity.js';
import { hashOfVersion } from '../records/version-hash.js';
import { PresetUsesService } from '../uses/uses.service.js';
import { DraftCheck } from './draft-check.js';
import { PublishableDrafts, type SeenDraft } from './publishable-drafts.js';
import { SameAsCurrent } from './publishing.errors.js';
import { VersionWriter } from './version-writer.js';

/** Makes a draft the next version, which holds at once for all that is started from then on. */
@Injectable()
export class PresetPublishingService {
  constructor(
    private readonly drafts: PublishableDrafts,
    private readonly check: DraftCheck,
    private readonly uses: PresetUsesService,
    private readonly writer: VersionWriter,
    private readonly work: UnitOfWork,
  ) {}

  /**
   * A retired preset is there again.
   *
   * @throws the refusals of {@link PublishableDrafts.find}
   * @throws PresetNotPublishable
   * @throws SameAsCurrent
   */
  async publish(actor: Actor, name: string, request: PublishPreset): Promise<PublishedPreset> {
    const seen = await this.drafts.find(actor, name, request);
    const content = await this.check.content(actor, name, seen.draft.source);
    const sha256 = hashOfVersion(content.template, content.functions);
    refuseSame(seen, sha256);
    const version = seen.preset.version + 1;
    const breaks = await this.uses.brokenBy(name, { version, variables: content.description.variables });
    if (request.dryRun) return { name, version, sha256, breaks, publishedAt: null };
    const diffSha256 = await this.writer.changeBy(seen.preset, content);
    const published = await this.work.run<PresetVersionEntity | null>(
      (written) => written && audited(actor, written, diffSha256),
      (tx) => this.writer.write(tx, actor, seen, content, request.message),
    );
    // Somebody was faster: what there is now is told, as of the draft that was looked at.
    if (!published) return this.publish(actor, name, { ...request, revision: seen.draft.revision });
    return { name, version, sha256, breaks, publishedAt: published.publishedAt.toISOString() };
  }
}

/** The same text brings a retired one back. */
function refuseSame({ preset }: SeenDraft, sha256: string): void {
  if (preset.retiredAt === null && preset.sha256 === sha256) throw new SameAsCurrent(preset.name, preset.version);
}

function audited(actor: Actor, version: PresetVersionEntity, diffSha256: string): Audited {
  const { preset, version: number, sha256, message, authorName: author } = version;
  return {
    actor,
    action: 'preset.publish',
    target: { type: 'preset', id: preset },
    details: { preset, version: number, sha256, diffSha256, message, author },
  };
}
