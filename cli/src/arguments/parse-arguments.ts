import yargs from 'yargs';
import type { Argv } from 'yargs';
import { commandTree } from '../commands/command-tree.js';
import type { GlobalFlags } from '../context.js';
import { UsageError } from '../errors.js';
import { generalExitCodesHelp } from '../exit-codes.js';
import { version } from '../version.js';
import type { Command, CommandGroup, ParserEvents, RunCommand } from './define-command.js';
import { globalFlags } from './global-flags.js';
import { usageFault } from './usage-fault.js';
import type { Entered } from './usage-fault.js';

/** What a command line asks for: to run something, or to be told something (help, version, completion). */
export type Request = { run: RunCommand; flags: GlobalFlags } | { text: string };

const helpWidthMax = 100;

/** Throws UsageError for a command line that makes no sense. */
export async function parseArguments(words: readonly string[], columns: number): Promise<Request> {
  // Whoever types the bare name wants to know what there is.
  const typed = words.length === 0 ? ['--help'] : [...words];
  let run: RunCommand | undefined;
  let entered: Entered = { usage: '', flags: [] };
  let text = '';
  const events: ParserEvents = { enter: (command) => (entered = command), select: (selected) => (run = selected) };
  const parser = addCommands(makeParser(columns), events).fail((message: string | null, error: unknown) => {
    if (error instanceof UsageError && error.hint !== undefined) throw error;
    const known = [...entered.flags, ...Object.keys(globalFlags), 'help', 'version'];
    throw usageFault(error instanceof UsageError ? error.message : (message ?? String(error)), typed, {
      ...entered,
      flags: known,
    });
  });
  const args = await parser.parseAsync(typed, {}, (_error: unknown, _args: unknown, output: string) => {
    text = output;
  });
  if (run === undefined) return { text: text === '' ? '' : `${text.trimEnd()}\n` };
  return { run, flags: { json: args.json, apiUrl: args['api-url'], token: args.token } };
}

function makeParser(columns: number) {
  return yargs([])
    .scriptName('hyprbox')
    .usage('$0 <command>\n\nRun and watch a fleet of Linux servers.')
    .options(globalFlags)
    .parserConfiguration({
      // `--set a=b nginx` must not swallow the name, and values are taken as they are typed.
      'greedy-arrays': false,
      'dot-notation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'boolean-negation': false,
    })
    .locale('en')
    .exitProcess(false)
    .strict()
    .recommendCommands()
    .demandCommand(1, 'A command is missing')
    .help()
    .alias('help', 'h')
    .version(version)
    .group([...Object.keys(globalFlags), 'help', 'version'], 'Everywhere:')
    .wrap(Math.min(columns, helpWidthMax))
    .completion('completion', 'Print a script that completes commands in your shell')
    .example('$0 login --api-url https://hyprbox.example.com', 'Sign in')
    .example('$0 status', 'See the fleet, what is wrong first')
    .example('$0 preset apply nginx --node web-1 --set domain=example.com --follow', 'Run a preset and watch it')
    .example('source <($0 completion)', 'Complete commands in this shell')
    .epilogue(generalExitCodesHelp);
}

function addCommands<T>(parser: Argv<T>, events: ParserEvents): Argv<T> {
  for (const entry of commandTree) addEntry(parser, entry, events);
  return parser;
}

function addEntry(parser: Argv, entry: Command | CommandGroup, events: ParserEvents, above?: string): void {
  if ('addTo' in entry) {
    entry.addTo(parser, events, above);
    return;
  }
  const name = above === undefined ? entry.noun : `${above} ${entry.noun}`;
  parser.command(`${entry.noun} <command>`, entry.describe, (group: Argv) => {
    events.enter({ usage: `${name} <command>`, flags: [] });
    for (const each of entry.commands) addEntry(group, each, events, name);
    return group.demandCommand(1, `A command of ${name} is missing`);
  });
}
