import type { Selector } from '@hyprbox/contracts';
import { UsageError } from '../errors.js';

const list = { type: 'array', string: true, requiresArg: true } as const;

/** Which hosts, as flags; those that are given must all hold. */
export const selectorFlags = {
  tag: { ...list, describe: 'Hosts with this tag, and the others given' },
  'tag-any': { ...list, describe: 'Hosts with at least one of these tags' },
  'tag-none': { ...list, describe: 'Hosts without this tag' },
  platform: { type: 'string', requiresArg: true, describe: 'Part of the system or architecture: debian' },
  all: { type: 'boolean', default: false, describe: 'All hosts' },
} as const;

interface SelectorArguments {
  tag?: readonly string[] | undefined;
  'tag-any'?: readonly string[] | undefined;
  'tag-none'?: readonly string[] | undefined;
  platform?: string | undefined;
  all: boolean;
}

/** What the ids of hosts and the flags select. Throws where they say nothing, or all and not all. */
export function selectorOf(nodeIds: readonly string[] | undefined, args: SelectorArguments): Selector {
  const some = {
    ...listed('nodeIds', nodeIds),
    ...listed('tagsAll', args.tag),
    ...listed('tagsAny', args['tag-any']),
    ...listed('tagsNone', args['tag-none']),
    ...(args.platform !== undefined && { platform: args.platform }),
  };
  const isSome = Object.keys(some).length > 0;
  if (args.all && isSome) throw new UsageError('--all is all hosts: give it alone, or leave it out');
  if (!args.all && !isSome) {
    throw new UsageError('Which hosts? Give ids, --tag, --tag-any, --tag-none or --platform; or --all');
  }
  return args.all ? { all: true } : some;
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
