import { Injectable } from '@nestjs/common';
import { defaultSettings, type Settings } from '@hyprbox/contracts';
import { DataSource, type EntityManager } from 'typeorm';
import type { Transaction } from '../database/unit-of-work.js';

type Name = keyof Settings;

@Injectable()
export class SettingsRepository {
  constructor(private readonly dataSource: DataSource) {}

  async read(): Promise<Settings> {
    return readWith(this.dataSource.manager);
  }

  /** The settings as they are, which nobody else can change before the transaction ends. */
  async readForUpdate(tx: Transaction): Promise<Settings> {
    // A row that does not exist yet can't be locked, and settings change rarely.
    await tx.manager.query('LOCK TABLE settings IN SHARE ROW EXCLUSIVE MODE');
    return readWith(tx.manager);
  }

  async write(tx: Transaction, settings: Settings, at: Date): Promise<void> {
    for (const [name, value] of Object.entries(settings)) {
      await tx.manager.query(
        `INSERT INTO settings (name, value, updated_at) VALUES ($1, $2, $3)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at`,
        [name, JSON.stringify(value), at],
      );
    }
  }
}

/** What was never set has its default, also a field that a newer version brings. */
async function readWith(manager: EntityManager): Promise<Settings> {
  const names: Name[] = ['thresholds', 'retention'];
  const rows: { name: Name; value: Partial<Settings[Name]> }[] = await manager.query(
    'SELECT name, value FROM settings WHERE name = ANY ($1)',
    [names],
  );
  const stored = new Map(rows.map(({ name, value }) => [name, value]));
  return {
    thresholds: { ...defaultSettings.thresholds, ...stored.get('thresholds') },
    retention: { ...defaultSettings.retention, ...stored.get('retention') },
  };
}
