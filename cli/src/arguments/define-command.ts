import type { ArgumentsCamelCase, Argv, InferredOptionTypes, Options, PositionalOptions } from 'yargs';
import type { Context } from '../context.js';
import { UsageError } from '../errors.js';
import { generalExitCodesHelp } from '../exit-codes.js';
import { wrap } from '../output/fit.js';
import { renderExamples } from './examples.js';
import type { Example } from './examples.js';
import { globalFlags } from './global-flags.js';
import { parserConfiguration } from './parser-configuration.js';
import { withStdinWords } from './stdin-word.js';
import type { Entered } from './usage-fault.js';

type Positionals = Readonly<Record<string, PositionalOptions>>;
type Flags = Readonly<Record<string, Options>>;

/** One command: its words and flags apart from what it does. */
export interface CommandSpec<P extends Positionals, F extends Flags> {
  /** The verb and its positionals, such as `show <id>`. */
  command: string;
  /** The verb may be left out, unless it is followed by the name of another verb. */
  isDefault?: boolean;
  describe: string;
  examples: readonly Example[];
  /** Shown under the help. */
  epilogue?: string;
  positionals: P;
  flags: F;
  /** What stands behind `--` is not for us to read: it comes as `args['--']`, word by word as it was typed. */
  takesWordsBehind?: boolean;
  /** Gives the exit code. */
  run(context: Context, args: ArgumentsCamelCase<InferredOptionTypes<P> & InferredOptionTypes<F>>): Promise<number>;
}

export type RunCommand = (context: Context) => Promise<number>;

/** What the parser is told while it reads a command line. */
export interface ParserEvents {
  /** The command is recognised; what follows is read by its rules. */
  enter(command: Entered): void;
  /** The whole command line makes sense. */
  select(run: RunCommand): void;
}

/** A command as the parser needs it; its own types are closed in. */
export interface Command {
  /**
   * `columns` is how wide help may be, `group` the noun the command stands under, if any: `node`, or `backup policy`.
   */
  addTo(parser: Argv, events: ParserEvents, columns: number, group?: string): Argv;
}

/** A noun, and the verbs and further nouns under it, in the order that its help shows. */
export interface CommandGroup {
  noun: string;
  describe: string;
  commands: readonly (Command | CommandGroup)[];
}

export function defineCommand<const P extends Positionals, const F extends Flags>(spec: CommandSpec<P, F>): Command {
  return {
    addTo: (parser, events, columns, group) =>
      parser.command(
        spec.isDefault === true ? [spec.command, '$0'] : spec.command,
        spec.describe,
        (command) => {
          const usage = group === undefined ? spec.command : `${group} ${spec.command}`;
          events.enter({ usage, flags: Object.keys(spec.flags), takesWordsBehind: spec.takesWordsBehind === true });
          for (const [name, positional] of Object.entries(spec.positionals)) command.positional(name, positional);
          if (spec.takesWordsBehind === true) {
            command.parserConfiguration({ ...parserConfiguration, 'populate--': true });
            command.usage(`$0 ${usage} [flags] -- <command..>\n\n${spec.describe}`);
          }
          return command
            .options({ ...spec.flags })
            .epilogue(helpEnd(spec.examples, spec.epilogue ?? generalExitCodesHelp, columns));
        },
        (args) => {
          refuseRepeated(args, spec.flags);
          // yargs parsed by these very positionals and flags; only the types of the loop above could not say so.
          // A copy: yargs moves what stands behind `--` elsewhere later on.
          const typed = withStdinWords(args) as ArgumentsCamelCase<InferredOptionTypes<P> & InferredOptionTypes<F>>;
          events.select((context) => spec.run(context, typed));
        },
      ),
  };
}

/**
 * What stands at the end of a help: yargs would break examples in the middle of a command, and leave each line that is too
 * wide with a rest of its own.
 */
export function helpEnd(examples: readonly Example[], epilogue: string, columns: number): string {
  return `${renderExamples(examples, columns)}\n\n${fitted(epilogue, columns).join('\n')}`;
}

/** Of a line that is too wide, the rest goes on with the next one, as far as that belongs to it. */
function fitted(epilogue: string, columns: number): string[] {
  const lines: string[] = [];
  let rest = '';
  for (const line of epilogue.split('\n')) {
    const isOther = /^(?:\s|$|[A-Z][a-z ]*:)/.test(line);
    if (isOther && rest !== '') lines.push(rest);
    if ((isOther || rest === '') && line.length <= columns) {
      lines.push(line);
      rest = '';
      continue;
    }
    const pieces = wrap(isOther || rest === '' ? line : `${rest} ${line}`, columns);
    rest = pieces.pop() ?? '';
    lines.push(...pieces);
  }
  return rest === '' ? lines : [...lines, rest];
}

/** yargs makes a list of a flag given twice; silently taking one of two would be a guess. */
function refuseRepeated(args: Readonly<Record<string, unknown>>, flags: Flags): void {
  const isList = (name: string): boolean => flags[name]?.type === 'array';
  for (const name of [...Object.keys(flags), ...Object.keys(globalFlags)]) {
    if (Array.isArray(args[name]) && !isList(name)) {
      const repeatable = Object.keys(flags).filter(isList);
      const others = repeatable.length === 0 ? '' : `; only ${repeatable.map((each) => `--${each}`).join(', ')} repeat`;
      throw new UsageError(`--${name} is given more than once`, `give it once${others}`);
    }
  }
}
