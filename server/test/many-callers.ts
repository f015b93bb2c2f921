import type { SignedIn } from '@hyprbox/contracts';
import { DataSource } from 'typeorm';
import { CallerAt } from './caller-at.js';
import { admin, type Caller, type TestServer } from './test-server.js';

const admins = 8;

/** So many admins and addresses, taken in turn, that none meets its rate limits. The server has to trust its proxy. */
export class ManyCallers {
  private calls = 0;
  private readonly signedIn: Caller[] = [];

  private constructor(private readonly server: TestServer) {}

  static async of(server: TestServer): Promise<ManyCallers> {
    await server.app.get(DataSource).query(
      `INSERT INTO users (id, email, name, password_hash, role, created_at)
       SELECT gen_random_uuid(), 'admin-' || number || '@example.com', 'admin', password_hash, 'ADMIN', now()
       FROM users, generate_series(1, $1) AS number`,
      [admins],
    );
    const callers = new ManyCallers(server);
    for (let number = 1; number <= admins; number += 1) {
      const account = { ...admin, email: `admin-${number}@example.com` };
      const { body } = await callers.stranger().post<SignedIn>('/auth/login', account);
      callers.signedIn.push(server.as(body.token));
    }
    return callers;
  }

  admin(): Caller {
    this.calls += 1;
    const caller = this.signedIn[this.calls % this.signedIn.length];
    if (caller === undefined) throw new Error('Nobody has signed in');
    return caller;
  }

  stranger(): Caller {
    this.calls += 1;
    return new CallerAt(this.server.url, `10.0.${Math.floor(this.calls / 256)}.${this.calls % 256}`);
  }
}
