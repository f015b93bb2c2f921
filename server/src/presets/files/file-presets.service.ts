import { Inject, Injectable, Logger } from '@nestjs/common';
import type { PresetSource } from '@hyprbox/contracts';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/environment.js';
import { systemActor, type Actor } from '../../identity/principal.js';
import { Clock } from '../../time/clock.js';
import { PresetFileError } from '../preset-file-error.js';
import { noFiles, readPresetFiles, type FaultyFile, type PresetFiles } from '../preset-files.js';
import { PresetsRepository } from '../records/presets.repository.js';
import { PresetRegistration } from '../registration/preset-registration.service.js';
import type { FilesOfOrigin } from '../registration/registration-plan.js';
import { changeOfFiles, faultsOf, toFileSource, type Look } from './file-source.mapper.js';
import { PresetLibrary } from './preset-library.js';

/**
 * The presets of `HYPRBOX_PRESETS_DIR`. What is taken of them is the same for all replicas; how the last look went is
 * told by each of its own, as each has a directory of its own.
 */
@Injectable()
export class FilePresetsService {
  private readonly logger = new Logger('Presets');
  private look: Look | null = null;
  /** Names of the files that were there at the last look that took anything. */
  private had: ReadonlySet<string> = new Set();
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly library: PresetLibrary,
    private readonly registration: PresetRegistration,
    private readonly presets: PresetsRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * At boot: what ships with the product, and the directory.
   *
   * @throws PresetFileError for the first file that is broken and never was good
   */
  async start(): Promise<void> {
    const files = await this.read();
    const known = await this.registration.known('FILE');
    // Functions have no versions of their own; the presets that use one have it in theirs.
    const isFatal = ({ preset }: FaultyFile): boolean => (preset === null ? known.size === 0 : !known.has(preset));
    const fatal = files.faults.find(isFatal);
    if (fatal) throw fatal.error;
    const { presets } = this.library.shipped;
    await this.take(systemActor, files, [{ origin: 'BUILTIN', presets, faulty: new Map(), before: null }]);
  }

  /** Null where there is no such directory. */
  async status(): Promise<PresetSource | null> {
    const { presetsDir } = this.config;
    if (presetsDir === null) return null;
    return toFileSource(presetsDir, this.look, await this.presets.countOfOrigin('FILE'));
  }

  /** Reads the directory again; whoever asks meanwhile has it read once more. Null where there is none. */
  async sync(actor: Actor): Promise<PresetSource | null> {
    const mine = this.turn.then(() => this.readAgain(actor));
    this.turn = mine.catch(() => undefined);
    await mine;
    return this.status();
  }

  private async readAgain(actor: Actor): Promise<void> {
    if (this.config.presetsDir === null) return;
    try {
      await this.take(actor, await this.read());
    } catch (error) {
      if (!(error instanceof PresetFileError)) throw error;
      this.fail(error.message);
    }
  }

  private fail(problem: string): void {
    const { takenAt = null, change = null } = this.look ?? {};
    this.look = { at: this.clock.now(), takenAt, faults: [], problem, change };
    this.logger.warn(problem);
  }

  private async read(): Promise<PresetFiles> {
    const { presetsDir } = this.config;
    const { shipped } = this.library;
    if (presetsDir === null) return { ...noFiles, library: shipped.library };
    return readPresetFiles({ dir: presetsDir, owner: 'OPERATOR' }, shipped);
  }

  private async take(actor: Actor, files: PresetFiles, besides: readonly FilesOfOrigin[] = []): Promise<void> {
    const faulty = new Map(files.faults.map(({ preset, error }) => [preset ?? '', error.fault]));
    const names = new Set([...files.presets.map(({ summary }) => summary.name), ...faulty.keys()]);
    // A directory that was not mounted looks like one whose files are all gone.
    const isEmpty = names.size === 0;
    const own: FilesOfOrigin = {
      origin: 'FILE',
      presets: files.presets,
      faulty,
      before: isEmpty ? new Set() : this.had,
    };
    const registered = await this.registration.register(actor, [...besides, own]);
    const { refused } = registered;
    const missing = isEmpty ? refused.filter(({ origin }) => origin === 'FILE') : [];
    if (missing.length > 0) {
      this.fail(`HYPRBOX_PRESETS_DIR holds no presets. Those that came from it stay as they are: ${missing.length}.`);
      return;
    }
    this.had = names;
    this.library.replace(files.library);
    for (const { error } of files.faults) this.logger.warn(error.message);
    const at = this.clock.now();
    const change = changeOfFiles(registered, at) ?? this.look?.change ?? null;
    this.look = { at, takenAt: at, faults: faultsOf(files, refused), problem: null, change };
  }
}
