import type { AlertChannel, AlertRoute, AlertRule, ReplaceAlertRoutesRequest } from '@hyprbox/contracts';
import { UsageError } from '../../../errors.js';
import { findChannel } from '../channel/find-channel.js';
import { findRuleIn } from '../rule/find-rule.js';

/** What routes lead to and are of, which a file tells by name and the server by id. */
export interface Known {
  channels: readonly AlertChannel[];
  rules: readonly AlertRule[];
}

/** What a route of a file has if the file does not say; the server knows its times. */
const defaults = { match: {}, groupBy: ['rule'], steps: [] };

/** The routes as YAML, with names in place of ids. */
export async function toYaml(routes: readonly AlertRoute[], known: Known): Promise<string> {
  const { stringify } = await import('yaml');
  const written = routes.map((route) => toFileRoute(route, known));
  return stringify({ routes: written }, { lineWidth: 0, aliasDuplicateObjects: false });
}

export function toFileRoute(
  {
    name,
    match: { ruleIds, ...match },
    groupBy,
    waitSeconds,
    intervalSeconds,
    repeatSeconds,
    steps,
    ...rest
  }: AlertRoute,
  { channels, rules }: Known,
): object {
  return {
    name,
    match: { ...match, ...(ruleIds && { rules: ruleIds.map((id) => nameOf(rules, id)) }) },
    groupBy,
    waitSeconds,
    intervalSeconds,
    repeatSeconds,
    steps: steps.map(({ afterSeconds, channelIds }) => ({
      afterSeconds,
      channels: channelIds.map((id) => nameOf(channels, id)),
    })),
    ...rest,
  };
}

/** The list that a file holds; what is wrong with a route otherwise is left to the server, which names each fault. */
export function toRoutes(
  { routes, ...others }: Record<string, unknown>,
  known: Known,
): ReplaceAlertRoutesRequest['items'] {
  const [other] = Object.keys(others);
  if (!Array.isArray(routes) || other !== undefined) {
    const wrong = other === undefined ? 'has no list' : `has "${other}" beside the list`;
    throw new UsageError(`--file: it ${wrong} "routes"`, '`hyprbox alert route export` prints a file of routes');
  }
  const items = routes.map((route: unknown) => {
    const { match, steps, ...fields } = { ...defaults, ...fieldsOf(route) };
    const { rules, ...conditions } = fieldsOf(match);
    const ruleIds = namesIn(rules)?.map((name) => findRuleIn(known.rules, name).id);
    return {
      ...fields,
      match: { ...conditions, ...(ruleIds && { ruleIds }) },
      steps: Array.isArray(steps) ? steps.map((step: unknown) => toStep(step, known)) : steps,
    };
  });
  // The server reads what it is, and names each fault.
  return items as unknown as ReplaceAlertRoutesRequest['items'];
}

function toStep(step: unknown, { channels }: Known): object {
  const { channels: names, ...fields } = fieldsOf(step);
  const channelIds = namesIn(names)?.map((name) => findChannel(channels, name).id);
  return { afterSeconds: 0, ...fields, ...(channelIds && { channelIds }) };
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function namesIn(value: unknown): string[] | undefined {
  if (value === undefined) return undefined;
  return (Array.isArray(value) ? value : [value]).map(String);
}

/** One that is gone is told by its id, which the server knows as well as anybody. */
function nameOf(things: readonly { id: string; name: string }[], id: string): string {
  return things.find((each) => each.id === id)?.name ?? id;
}
