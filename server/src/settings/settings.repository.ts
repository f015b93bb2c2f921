import { Injectable } from '@nestjs/common';
import { defaultSettings, type Settings } from '@hyprbox/contracts';
import { DataSource, type EntityManager } from 'typeorm';
import type { Transaction } from '../database/unit-of-work.js';
import { SettingEntity } from './setting.entity.js';

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
    const { thresholds, retention, approvals, presets } = settings;
    await tx.manager.upsert(
      SettingEntity,
      [
        { name: 'thresholds', value: thresholds, updatedAt: at },
        { name: 'retention', value: retention, updatedAt: at },
        { name: 'approvals', value: approvals, updatedAt: at },
        { name: 'presets', value: presets, updatedAt: at },
      ],
      ['name'],
    );
  }
}

/** What was never set has its default, also a field that a newer version brings. */
async function readWith(manager: EntityManager): Promise<Settings> {
  const rows = await manager.find(SettingEntity);
  const stored = new Map(rows.map(({ name, value }) => [name, value]));
  return {
    thresholds: { ...defaultSettings.thresholds, ...stored.get('thresholds') },
    retention: { ...defaultSettings.retention, ...stored.get('retention') },
    approvals: { ...defaultSettings.approvals, ...stored.get('approvals') },
    presets: { ...defaultSettings.presets, ...stored.get('presets') },
  };
}
