import type { Selector } from '@hyprbox/contracts';
import type { Context } from '../context.js';
import { UsageError } from '../errors.js';
import { findSavedSelector } from './find-saved-selector.js';
import { requireHosts } from './require-hosts.js';

const list = { type: 'array', string: true, requiresArg: true } as const;

/** Which hosts, as flags; those that are given must all hold. */
export const selectorFlags = {
  tag: { ...list, describe: 'Hosts with this tag, and the others given' },
  'tag-any': { ...list, describe: 'Hosts with at least one of these tags' },
  'tag-none': { ...list, describe: 'Hosts without this tag' },
  platform: { type: 'string', requiresArg: true, describe: 'Part of the system or architecture: debian' },
  selector: { type: 'string', requiresArg: true, describe: 'What was saved under this name (`select save`)' },
  all: { type: 'boolean', default: false, describe: 'All hosts' },
} as const;

/** The same, where the words of a command line are no ids of hosts. */
export const hostFlags = {
  node: { ...list, describe: 'This host, by its id; repeatable' },
  ...selectorFlags,
} as const;

export interface SelectorArguments {
  tag?: readonly string[] | undefined;
  'tag-any'?: readonly string[] | undefined;
  'tag-none'?: readonly string[] | undefined;
  platform?: string | undefined;
  selector?: string | undefined;
  all: boolean;
}

/** What the ids of hosts and the flags select. Throws where they say nothing, or all and not all. */
export async function selectorFor(
  context: Context,
  nodeIds: readonly string[] | undefined,
  args: SelectorArguments,
): Promise<Selector> {
  const some = conditionsOf(nodeIds, args);
  const isSome = Object.keys(some).length > 0;
  if (args.all && isSome) throw new UsageError('--all is all hosts: give it alone, or leave it out');
  if (args.selector !== undefined) {
    if (args.all || isSome) throw new UsageError('--selector says which hosts: give it alone, or leave it out');
    return (await findSavedSelector(await context.client(), args.selector)).selector;
  }
  if (!args.all && !isSome) {
    throw new UsageError('Which hosts? Give ids, --tag, --tag-any, --tag-none, --platform or --selector; or --all');
  }
  return args.all ? { all: true } : some;
}

/**
 * The same, where each host that is named has to be there: the server leaves out the ids that it does not know, and
 * something would run on fewer hosts than somebody named.
 */
export async function selectorOfKnown(
  context: Context,
  nodeIds: readonly string[] | undefined,
  args: SelectorArguments,
): Promise<Selector> {
  const selector = await selectorFor(context, nodeIds, args);
  if (selector.nodeIds !== undefined) await requireHosts(await context.client(), selector.nodeIds);
  return selector;
}

function conditionsOf(nodeIds: readonly string[] | undefined, args: SelectorArguments): Selector {
  return {
    ...listed('nodeIds', nodeIds),
    ...listed('tagsAll', args.tag),
    ...listed('tagsAny', args['tag-any']),
    ...listed('tagsNone', args['tag-none']),
    ...(args.platform !== undefined && { platform: args.platform }),
  };
}

function listed(name: string, values: readonly string[] | undefined): Selector {
  return values === undefined || values.length === 0 ? {} : { [name]: [...new Set(values)] };
}

/** A selector in words: `web-1, web-2`, `tags web + prod, none of old`. */
export function selectorText({ all, nodeIds, tagsAll, tagsAny, tagsNone, platform }: Selector): string {
  if (all === true) return 'all hosts';
  const parts = [
    nodeIds && nodeIds.join(', '),
    tagsAll && `tagged ${tagsAll.join(' and ')}`,
    tagsAny && `tagged ${tagsAny.join(' or ')}`,
    tagsNone && `not tagged ${tagsNone.join(' or ')}`,
    platform === undefined ? undefined : `on ${platform}`,
  ];
  return parts.filter((part) => part !== undefined).join('; ');
}
