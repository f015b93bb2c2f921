import { Injectable } from '@nestjs/common';
import type { Actor } from '../../identity/principal.js';
import { DraftReader } from '../drafts/draft-reader.js';
import { PresetLinter } from '../linting/preset-linter.js';
import type { PresetFile } from '../preset-file.js';
import type { VersionContent } from '../records/published-version.js';
import { PresetNotPublishable } from './publishing.errors.js';

/** Makes what a version is of what a draft says. */
@Injectable()
export class DraftCheck {
  constructor(
    private readonly reader: DraftReader,
    private readonly linter: PresetLinter,
  ) {}

  /** @throws PresetNotPublishable naming each mistake by its line */
  async content(actor: Actor, name: string, source: string): Promise<VersionContent> {
    const mistakes = (await this.linter.findings(actor, name, source)).filter(({ level }) => level === 'ERROR');
    if (mistakes.length > 0) {
      throw new PresetNotPublishable(
        name,
        mistakes.map(({ line, message }) => `line ${line}: ${message}`),
      );
    }
    return contentOf(this.reader.read(name, source));
  }
}

function contentOf({ summary, template, functions }: PresetFile): VersionContent {
  const { title, description, category, variables } = summary;
  return {
    template,
    functions: functions.map(({ name, text }) => ({ name, text })),
    description: { title, description, category, variables },
  };
}
