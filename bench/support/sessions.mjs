import { createHmac, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const sessionsOfUser = 2;
const dayMs = 24 * 60 * 60 * 1000;
const base64url = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/**
 * Sessions of operators, two for each, straight into the database: signing in is limited, and slow on purpose.
 *
 * @param {import('pg').Client} client
 * @returns {Promise<string[]>} their tokens
 */
export async function openSessions(client, dataDir, count) {
  const secret = (await readFile(join(dataDir, 'jwt.secret'), 'utf8')).trim();
  const expiresAt = new Date(Date.now() + dayMs);
  const sessions = [];
  let userId = '';
  for (let index = 0; index < count; index++) {
    if (index % sessionsOfUser === 0) {
      userId = randomUUID();
      await client.query(
        `INSERT INTO users (id, email, name, password_hash, role, created_at)
         VALUES ($1, $2, 'Reader', '', 'OPERATOR', now())`,
        [userId, `${userId}@example.com`],
      );
    }
    const id = randomUUID();
    await client.query('INSERT INTO sessions (id, user_id, created_at, expires_at) VALUES ($1, $2, now(), $3)', [
      id,
      userId,
      expiresAt,
    ]);
    sessions.push({ sub: userId, sid: id });
  }
  return sessions.map((claims) => signed({ ...claims, exp: Math.floor(expiresAt.getTime() / 1000) }, secret));
}

/** A JSON Web Token as the server signs it. */
function signed(claims, secret) {
  const text = `${base64url({ alg: 'HS256', typ: 'JWT' })}.${base64url(claims)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}
