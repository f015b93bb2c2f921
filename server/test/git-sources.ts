import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CreatedPresetSource, Page, PresetSource, PresetSourceFields, PresetSummary } from '@hyprbox/contracts';
import { GitOverHttps, temporaryDirectory, TestGitRepository, type TemporaryDirectory } from '@hyprbox/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Authorities } from '../src/preset-sources/git/authorities.js';
import type { TestServer } from './test-server.js';

/** The file of a preset; name only what the test is about. */
export function aPresetFile({ version = 1, title = 'Of git', uses = '', body = 'echo "hello"' } = {}): string {
  return `#!/usr/bin/env bash
# ---
# title: ${title}
# description: Of a repository.
# category: Tests
# version: ${version}
${uses === '' ? '' : `# uses: [${uses}]\n`}# ---
set -euo pipefail
${body}
`;
}

/** A server's sources of presets, and a host of repositories for them. */
export class GitSources implements AsyncDisposable {
  private names = 0;

  private constructor(
    private readonly server: TestServer,
    private readonly directory: TemporaryDirectory,
    readonly https: GitOverHttps,
  ) {}

  static async start(server: TestServer): Promise<GitSources> {
    const directory = await temporaryDirectory();
    const sources = new GitSources(server, directory, await GitOverHttps.start(directory.path, directory.path));
    sources.trustedBy(server.app);
    return sources;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.https.stop();
    await this.directory.remove();
  }

  get path(): string {
    return this.directory.path;
  }

  /** The server trusts the host's certificate, as by NODE_EXTRA_CA_CERTS. */
  trustedBy(app: NestFastifyApplication): void {
    const authorities = app.get(Authorities, { strict: false });
    authorities.pem = () => readFile(this.https.authority, 'utf8');
  }

  /** A repository, and the fields of a source of it. */
  async repository(): Promise<{ git: TestGitRepository; fields: PresetSourceFields }> {
    const name = `r${++this.names}.git`;
    const git = await TestGitRepository.create(this.directory.path, name);
    return { git, fields: { name, url: this.https.url(name), branch: 'main', enabled: true } };
  }

  async add(fields: PresetSourceFields): Promise<CreatedPresetSource> {
    const { status, body } = await this.server.admin.post<CreatedPresetSource>('/preset-sources', fields);
    if (status !== 201) throw new Error(`The source was answered with ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  async sync({ id }: { id: string }, body: object = {}): Promise<PresetSource> {
    const answer = await this.server.admin.post<PresetSource>(`/preset-sources/${id}/sync`, body);
    if (answer.status !== 200)
      throw new Error(`The sync was answered with ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async get({ id }: { id: string }): Promise<PresetSource> {
    return (await this.server.admin.get<PresetSource>(`/preset-sources/${id}`)).body;
  }

  async preset(name: string): Promise<PresetSummary> {
    return (await this.server.admin.get<PresetSummary>(`/presets/${name}`)).body;
  }

  /** What is kept of a repository on the server's disk. */
  kept(id: string, dataDir: string): string {
    return join(dataDir, 'preset-sources', id);
  }
}

export type SourcesPage = Page<PresetSource>;
