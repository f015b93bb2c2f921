import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keeps of a source which presets it changed last. A server of the version before leaves it as it is. */
export class PresetSourceChanges1766220000000 implements MigrationInterface {
  readonly name = 'PresetSourceChanges1766220000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE preset_sources ADD COLUMN last_change jsonb');
  }

  async down(): Promise<void> {
    throw new Error('A migration is not undone: restore the database as it was before it.');
  }
}
