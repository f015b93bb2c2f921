import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../test/test-server.js';
import { openApiDocument } from './openapi.js';
import { routeInventory } from './route-inventory.js';

const repository = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/** `npm run published` writes the committed files anew. */
describe('what is published', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer();
  });

  afterAll(() => server.stop());

  it('lists every route with who may use it', async () => {
    const inventory = routeInventory(server.app);
    expect(inventory.filter(({ access }) => access === 'UNDECLARED')).toEqual([]);
    await expect(json(Object.fromEntries(inventory.map(({ route, access }) => [route, access])))).toMatchFileSnapshot(
      repository('server/route-inventory.json'),
    );
  });

  it('says of every call what it is for', () => {
    const calls = Object.entries(openApiDocument(server.app).paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, call]) => ({ call: `${method} ${path}`, summary: summaryOf(call) })),
    );
    expect(calls.filter(({ summary }) => summary === '')).toEqual([]);
  });

  it('has the API as OpenAPI describes it', async () => {
    await expect(json(openApiDocument(server.app))).toMatchFileSnapshot(repository('docs/openapi.json'));
  });
});

function summaryOf(call: object): string {
  return 'summary' in call && typeof call.summary === 'string' ? call.summary : '';
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
