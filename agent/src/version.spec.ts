import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { agentVersion } from './version.js';

it("is the release's version", () => {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  expect(manifest).toMatchObject({ version: agentVersion });
});
