import { createClient, type Client } from '@hyprbox/api-client';
import type { Role } from '@hyprbox/contracts';
import { temporaryDirectory } from '@hyprbox/testing';
import { AgentProcess } from './agent-process.js';
import { ConsoleBrowser, tokenOf, type ConsolePage, type SignedIn, type Visit } from './browser.js';
import { ServerProcess } from './server-process.js';

/** What a browser test needs: a server with an agent on one host, and a browser whose user is its admin. */
export class Installation implements AsyncDisposable {
  private constructor(
    readonly server: ServerProcess,
    /** The admin's, in the browser's own session: to sign in twice is to hash the password twice. */
    readonly client: Client,
    readonly agent: AgentProcess,
    readonly browser: ConsoleBrowser,
    /** A directory for the files of scripts. */
    readonly scratch: string,
    private readonly admin: SignedIn,
    private readonly parts: AsyncDisposableStack,
  ) {}

  /** @param environment of the agent, which may lie in the scratch directory that it is given */
  static async start(
    nodeId: string,
    environment: (scratch: string) => Promise<Record<string, string>> = async () => ({}),
  ): Promise<Installation> {
    await using parts = new AsyncDisposableStack();
    const scratch = parts.use(await temporaryDirectory());
    const env = await environment(scratch.path);
    const server = parts.use(await ServerProcess.start());
    const browser = await ConsoleBrowser.launch();
    const admin = await browser.signIn(server);
    const client = createClient({ baseUrl: server.url, token: tokenOf(admin) });
    const agent = parts.use(await AgentProcess.start({ client, nodeId, url: server.url, env }));
    return new Installation(server, client, agent, browser, scratch.path, admin, parts.move());
  }

  /** Opens the console as the admin. */
  open(path: string, visit: Visit = {}): Promise<ConsolePage> {
    return this.browser.open(this.server, { path, as: this.admin, ...visit });
  }

  /** Signs in somebody who was invited with a role. */
  async signInAs(role: Role): Promise<SignedIn> {
    const credentials = { email: `${role.toLowerCase()}@example.com`, password: 'only here to look on' };
    const { token: invitation } = await this.client.users.invite({ email: credentials.email, role });
    await createClient({ baseUrl: this.server.url }).auth.register({ ...credentials, invitation });
    return this.browser.signIn(this.server, credentials);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.parts.disposeAsync();
  }
}
