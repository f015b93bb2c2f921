import { ApiError } from '@hyprbox/api-client';
import { defineCommand } from '../../arguments/define-command.js';
import { readSession, writeSession } from '../../config/config-file.js';
import { exitCodes } from '../../exit-codes.js';

export const logoutCommand = defineCommand({
  command: 'logout',
  describe: 'End the session and forget its token',
  examples: [['logout', 'End the session everywhere']],
  positionals: {},
  flags: {},
  async run(context) {
    const { output } = context;
    const saved = await readSession(context.configPath);
    if (saved === null || saved.token === null) {
      await output.result({ signedOut: false }, () => '');
      await output.aside('Nobody is signed in.');
      return exitCodes.ok;
    }
    // Forgotten first: whatever the server says, this machine must not keep the token.
    await writeSession(context.configPathNeeded(), { ...saved, token: null, expiresAt: null });
    try {
      await context.clientOf({ apiUrl: saved.apiUrl, token: saved.token }).auth.logout();
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) {
        const end = saved.expiresAt === null ? 'it expires' : saved.expiresAt;
        await output.note(`The token is forgotten here, but the server was not told: the session lasts until ${end}.`);
        throw error;
      }
    }
    await output.result({ signedOut: true, apiUrl: saved.apiUrl }, () => '');
    await output.aside(`Signed out of ${saved.apiUrl}.`);
    return exitCodes.ok;
  },
});
