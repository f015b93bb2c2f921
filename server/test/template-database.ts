import pg from 'pg';

/** Creates a database with the whole schema, and leaves nobody connected to it: else it could not be cloned. */
export async function createTemplate(ownerUrl: string, migrate: (url: string) => Promise<unknown>): Promise<string> {
  const name = 'hyprbox_template';
  const admin = new pg.Client({ connectionString: ownerUrl });
  await admin.connect();
  try {
    await admin.query(`CREATE DATABASE ${name}`);
    const url = new URL(ownerUrl);
    url.pathname = `/${name}`;
    await migrate(url.href);
    await admin.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS false`);
  } finally {
    await admin.end();
  }
  return name;
}
