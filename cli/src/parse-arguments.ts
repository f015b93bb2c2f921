import yargs from 'yargs';
import type { Argv } from 'yargs';
import { commandTree } from './commands/command-tree.js';
import type { GlobalFlags } from './context.js';
import { UsageError } from './errors.js';
import { generalExitCodesHelp } from './exit-codes.js';
import { version } from './version.js';
import { helpEnd } from './arguments/define-command.js';
import type { Command, CommandGroup, ParserEvents, RunCommand } from './arguments/define-command.js';
import type { Example } from './arguments/examples.js';
import { globalFlags } from './arguments/global-flags.js';
import { parserConfiguration } from './arguments/parser-configuration.js';
import { hideStdinWords, showStdinWords } from './arguments/stdin-word.js';
import { usageFault } from './arguments/usage-fault.js';
import type { Entered } from './arguments/usage-fault.js';

/** What a command line asks for: to run something, or to be told something (help, version, completion). */
export type Request = { run: RunCommand; flags: GlobalFlags } | { text: string };

const helpWidthMax = 100;
const completionCommand = 'completion';

const examples: readonly Example[] = [
  ['login --api-url https://hyprbox.example.com', 'Sign in'],
  ['status', 'See the fleet, what is wrong first'],
  ['preset apply nginx-site --node web-1 --set domain=example.com --follow', 'Run a preset and watch it'],
  ['completion', 'Completes commands in your shell: source <(hyprbox completion)'],
];

/** Throws UsageError for a command line that makes no sense. */
export async function parseArguments(words: readonly string[], columns: number): Promise<Request> {
  // Whoever types the bare name wants to know what there is.
  const typed = words.length === 0 ? ['--help'] : [...words];
  let run: RunCommand | undefined;
  let entered: Entered = { usage: '', flags: [] };
  let text = '';
  const events: ParserEvents = { enter: (command) => (entered = command), select: (selected) => (run = selected) };
  const width = Math.min(columns, helpWidthMax);
  const parser = addCommands(makeParser(width), events, width).fail((message: string | null, error: unknown) => {
    if (error instanceof UsageError && error.hint !== undefined) throw error;
    const known = [...entered.flags, ...Object.keys(globalFlags), 'help', 'version'];
    throw usageFault(error instanceof UsageError ? error.message : showStdinWords(message ?? String(error)), typed, {
      ...entered,
      flags: known,
    });
  });
  const args = await parser.parseAsync(hideStdinWords(typed), {}, (_error: unknown, _args: unknown, output: string) => {
    text = output;
  });
  if (run === undefined && args.help === true) await refuseUnknownCommand(typed, args._, entered.usage, columns);
  if (run === undefined) return { text: text === '' ? '' : `${text.trimEnd()}\n` };
  return {
    run,
    flags: { json: args.json, apiUrl: args['api-url'], token: args.token, allowPlainHttp: args['allow-plain-http'] },
  };
}

/** yargs gives its help to whatever stands before `--help`: without the flag, it says what is wrong. */
async function refuseUnknownCommand(
  typed: readonly string[],
  words: readonly (string | number)[],
  usage: string,
  columns: number,
): Promise<void> {
  const isGroup = usage === '' || usage.endsWith('<command>');
  const known = usage === '' ? 0 : usage.split(' ').length - 1;
  if (!isGroup || words.length <= known || words[0] === completionCommand) return;
  await parseArguments(
    typed.filter((word) => word !== '--help' && word !== '-h'),
    columns,
  );
}

function makeParser(width: number) {
  return yargs([])
    .scriptName('hyprbox')
    .usage('$0 <command>\n\nRun and watch a fleet of Linux servers.')
    .options(globalFlags)
    .parserConfiguration(parserConfiguration)
    .locale('en')
    .exitProcess(false)
    .strict()
    .recommendCommands()
    .demandCommand(1, 'A command is missing')
    .help()
    .alias('help', 'h')
    .version(version)
    .group([...Object.keys(globalFlags), 'help', 'version'], 'Everywhere:')
    .wrap(width)
    .completion(completionCommand, 'Print a script that completes commands in your shell')
    .epilogue(helpEnd(examples, generalExitCodesHelp, width));
}

function addCommands<T>(parser: Argv<T>, events: ParserEvents, width: number): Argv<T> {
  for (const entry of commandTree) addEntry(parser, entry, events, width);
  return parser;
}

function addEntry(
  parser: Argv,
  entry: Command | CommandGroup,
  events: ParserEvents,
  width: number,
  above?: string,
): void {
  if ('addTo' in entry) {
    entry.addTo(parser, events, width, above);
    return;
  }
  const name = above === undefined ? entry.noun : `${above} ${entry.noun}`;
  parser.command(`${entry.noun} <command>`, entry.describe, (group: Argv) => {
    events.enter({ usage: `${name} <command>`, flags: [] });
    for (const each of entry.commands) addEntry(group, each, events, width, name);
    return group.demandCommand(1, `A command of ${name} is missing`);
  });
}
