import { NestFactory } from '@nestjs/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { admin, startTestServer, type TestServer } from '../../test/test-server.js';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { AdminModule } from '../admin.module.js';
import { PasswordReset } from './password-reset.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

it('takes no password that others try first, and leaves the old one', async () => {
  const module = AdminModule.with(server.app.get<Config>(CONFIG), server.database.url);
  const app = await NestFactory.createApplicationContext(module, { logger: false });
  for (const guessed of ['password1234', 'abcabcabcabcabc', admin.email]) {
    await expect(app.get(PasswordReset).reset(admin.email, guessed)).rejects.toThrow(/^The password must not/);
  }
  await app.close();
  expect((await server.anonymous.post('/auth/login', admin)).status).toBe(200);
});
