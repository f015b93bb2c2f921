import { defineCommand } from '../../arguments/define-command.js';
import { writeSession } from '../../config/config-file.js';
import type { Context } from '../../context.js';
import { UsageError } from '../../errors.js';
import { exitCodes } from '../../exit-codes.js';
import { ask, readPassword } from '../../prompt.js';

export const loginCommand = defineCommand({
  command: 'login',
  describe: 'Sign in and remember the server',
  examples: [
    ['login --api-url https://hyprbox.example.com', 'Asks for e-mail and password'],
    ['login --email ci@example.com --password-stdin < password.txt', 'Without a terminal'],
  ],
  positionals: {},
  flags: {
    email: { type: 'string', requiresArg: true, describe: 'E-mail address of the account' },
    'password-stdin': { type: 'boolean', default: false, describe: 'Read the password from stdin' },
  },
  async run(context, args) {
    const { output } = context;
    const configPath = context.configPathNeeded();
    const { apiUrl } = await context.connection();
    if (args.email === undefined || !args.passwordStdin) await output.aside(`Signing in to ${apiUrl}`);
    const email = args.email ?? (await askFor(context, 'E-mail: ', 'shown', '--email'));
    const password = args.passwordStdin
      ? await readPassword(context.io)
      : await askFor(context, 'Password: ', 'hidden', '--password-stdin');
    if (password === '') throw new UsageError('The password is empty');

    const signedIn = await context.clientOf({ apiUrl, token: undefined }).auth.login({ email, password });
    const { user, token, expiresAt } = signedIn;
    await writeSession(configPath, { apiUrl, token, email: user.email, expiresAt });
    // The token stays in the file: whoever needs it elsewhere finds it there.
    await output.result({ apiUrl, user, expiresAt }, () => '');
    if (!output.isJson) await output.note(`Signed in to ${apiUrl} as ${user.email} (${user.role.toLowerCase()}).`);
    return exitCodes.ok;
  },
});

async function askFor(context: Context, question: string, echo: 'shown' | 'hidden', flag: string): Promise<string> {
  const { io } = context;
  if (io.stdin.isTTY !== true || io.stderr.isTTY !== true) {
    throw new UsageError(`There is no terminal to ask on: give ${flag}`);
  }
  return ask(io, question, echo, context.signal);
}
