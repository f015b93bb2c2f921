import type { AlertDelivery, AlertDetails, AlertEvent } from '@hyprbox/contracts';
import { defineCommand } from '../../arguments/define-command.js';
import type { Context } from '../../context.js';
import { exitCodes } from '../../exit-codes.js';
import { renderDetails } from '../../output/details.js';
import { relativeTime, timeUntil } from '../../output/figures.js';
import { renderTable } from '../../output/table.js';
import { alertPositional, findAlertId, quietText, targetText, valueText } from './alert-text.js';

export const alertShowCommand = defineCommand({
  command: 'show <alert>',
  describe: 'One alert: what, since when, its timeline, who was told',
  examples: [['alert show 0198c0de', 'By the first characters of its id']],
  positionals: { alert: alertPositional },
  flags: {},
  async run(context, { alert: typed }) {
    const client = await context.client();
    const alert = await client.alerts.get(await findAlertId(client, typed));
    await context.output.result(alert, () => render(context, alert));
    return exitCodes.ok;
  },
});

function render({ output, io }: Context, alert: AlertDetails): string {
  const { width, paint } = output;
  const ago = (at: string | null): string | null => at && relativeTime(at, io.now());
  const quiet = quietText(alert);
  const details = renderDetails(
    [
      ['Alert', alert.id],
      ['Rule', alert.ruleName],
      ['On', targetText(alert.target)],
      ['Severity', alert.severity],
      ['State', alert.state],
      ['Value', valueText(alert.value, alert.unit)],
      ['Worst', valueText(alert.peak, alert.unit)],
      ['Began', ago(alert.pendingSince)],
      ['Fired', ago(alert.firedAt)],
      ['Resolved', ago(alert.resolvedAt)],
      ['Times', alert.timesFired > 1 ? String(alert.timesFired) : null],
      ['Quiet', quiet],
      ['Until', alert.ackedUntil && timeUntil(alert.ackedUntil, io.now())],
      ['Note', alert.note],
      ['Runbook', alert.runbook],
    ],
    width,
    paint,
  );
  const events = renderTable<AlertEvent>(
    [
      { header: 'WHEN', value: ({ at }) => relativeTime(at, io.now()) },
      { header: 'WHAT', value: ({ kind }) => kind },
      { header: 'BY', value: ({ actor }) => actor ?? '–', shrinks: true },
      { header: 'DETAIL', value: ({ detail }) => detail, shrinks: true },
    ],
    alert.events,
    width,
    paint,
  );
  const deliveries = renderTable<AlertDelivery>(
    [
      { header: 'TOLD', value: ({ channelName }) => channelName, shrinks: true },
      { header: 'OF', value: ({ event }) => event },
      { header: 'STATUS', value: ({ status }) => status },
      { header: 'SENT', value: ({ sentAt }) => (sentAt === null ? '–' : relativeTime(sentAt, io.now())) },
      { header: 'ERROR', value: ({ lastError }) => lastError ?? '–', shrinks: true },
    ],
    alert.deliveries,
    width,
    paint,
  );
  return [details, alert.events.length > 0 && events, alert.deliveries.length > 0 && deliveries]
    .filter((part) => part !== false)
    .join('\n');
}
