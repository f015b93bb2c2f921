import type { PresetDraft, Problem, PublishedPreset, Role, SignedIn } from '@hyprbox/contracts';
import { expect } from 'vitest';
import { DataSource } from 'typeorm';
import { admin, type Answer, Caller, type TestServer } from './test-server.js';

/** A preset's source; name only what the test is about. */
export function aSource({ variables = [], body = 'echo hello', ...more }: SourceParts = {}): string {
  const { title = 'Greeting', head = [] } = more;
  return [
    '#!/usr/bin/env bash',
    '# ---',
    `# title: ${title}`,
    '# description: Says hello',
    '# category: Test',
    ...head.map((line) => `# ${line}`),
    ...(variables.length > 0 ? ['# variables:', ...variables.map((each) => `#   - { ${each} }`)] : []),
    '# ---',
    body,
    '',
  ].join('\n');
}

interface SourceParts {
  title?: string;
  /** Further lines of the front matter. */
  head?: readonly string[];
  /** Each the fields of one. */
  variables?: readonly string[];
  body?: string;
}

/** Somebody with a role, who has signed in. */
export interface Author {
  id: string;
  email: string;
  caller: Caller;
}

export async function anAuthor(server: TestServer, name: string, role: Role): Promise<Author> {
  const email = `${name.toLowerCase()}@example.com`;
  await server.app.get(DataSource).query(
    `INSERT INTO users (id, email, name, password_hash, role, created_at)
     SELECT gen_random_uuid(), $1, $2, password_hash, $3, now() FROM users WHERE email = $4`,
    [email, name, role, admin.email],
  );
  const { body } = await server.anonymous.post<SignedIn>('/auth/login', { email, password: admin.password });
  return { id: body.user.id, email, caller: server.as(body.token) };
}

/** Writes and publishes presets by a caller. */
export class PresetWriter {
  constructor(private readonly caller: Caller) {}

  save(name: string, source: string, basedOn = 0, more: object = {}): Promise<Answer<PresetDraft & Problem>> {
    return this.caller.put(`/presets/${name}/draft`, { source, basedOn, ...more });
  }

  publish(name: string, more: object = {}): Promise<Answer<PublishedPreset & Problem>> {
    return this.caller.post(`/presets/${name}/publish`, { message: 'What it says', ...more });
  }

  retire(name: string, body: object = {}): Promise<Answer<Problem>> {
    return this.caller.post(`/presets/${name}/retire`, body);
  }

  /** Its next version, which must become one. */
  async version(name: string, source: string, basedOn = 0): Promise<PublishedPreset> {
    expect(await this.save(name, source, basedOn)).toMatchObject({ status: 200 });
    const { status, body } = await this.publish(name);
    expect([status, body]).toEqual([200, expect.anything()]);
    return body;
  }

  /** A preset that is there and retired. */
  async retired(name: string, source = aSource()): Promise<void> {
    await this.version(name, source);
    expect(await this.retire(name)).toMatchObject({ status: 200 });
  }
}
