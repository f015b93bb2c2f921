import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Addresses are composed (NFC), so that what looks the same is one account. Of accounts that become twins by that, the
 * one that signed in last keeps the address; the others are disabled under an address that says what they are.
 */
export class ComposedAddresses1765500000000 implements MigrationInterface {
  readonly name = 'ComposedAddresses1765500000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      WITH ranked AS (
        SELECT id, row_number() OVER (
          PARTITION BY normalize(email, NFC)
          ORDER BY disabled_at IS NOT NULL, last_login_at DESC NULLS LAST, created_at, id
        ) AS place
        FROM users
      )
      UPDATE users u
      SET email = 'twin-' || u.id || '-of-' || normalize(u.email, NFC), disabled_at = coalesce(u.disabled_at, now())
      FROM ranked r WHERE r.id = u.id AND r.place > 1`);
    await runner.query('UPDATE users SET email = normalize(email, NFC) WHERE email IS NOT NFC NORMALIZED');
    await runner.query('UPDATE invitations SET email = normalize(email, NFC) WHERE email IS NOT NFC NORMALIZED');
    await runner.query('CREATE UNIQUE INDEX users_email_nfc_key ON users (normalize(email, NFC))');
  }

  async down(): Promise<void> {
    throw new Error('A migration is not undone: restore the database as it was before it.');
  }
}
