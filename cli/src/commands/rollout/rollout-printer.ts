import { isRolloutOver } from '@hyprbox/contracts';
import type { RolloutCounts, RolloutSummary, RolloutTarget } from '@hyprbox/contracts';
import type { Context } from '../../context.js';
import type { OutputTarget } from '../../io.js';
import { paletteFor } from '../../output/palette.js';
import { writeBytes } from '../../output/write-bytes.js';
import { describeRollout } from './rollout-outcome.js';
import { countsText, waveText } from './rollout-text.js';
import { RolloutView } from './rollout-view.js';

/** Shows what becomes of a rollout while it is watched. */
export interface RolloutPrinter {
  /** Somebody looks on, and may act: one that is halted is still worth watching. */
  readonly isLive: boolean;
  state(rollout: RolloutSummary): Promise<void>;
  targets(targets: readonly RolloutTarget[], counts: RolloutCounts): Promise<void>;
  /** Something for the person at the terminal, beside the rollout. */
  aside(text: string): Promise<void>;
}

/** A table that is drawn over and over in the same place. */
export class LivePrinter implements RolloutPrinter {
  readonly isLive = true;
  private readonly view: RolloutView;
  /** What stands on the terminal, from where the cursor is upwards. */
  private drawn = '';

  constructor(
    private readonly context: Context,
    private readonly target: OutputTarget,
    rollout: RolloutSummary,
  ) {
    this.view = new RolloutView(rollout);
  }

  async state(rollout: RolloutSummary): Promise<void> {
    this.view.state(rollout);
    await this.draw();
  }

  async targets(targets: readonly RolloutTarget[], counts: RolloutCounts): Promise<void> {
    this.view.changed(targets, counts);
    await this.draw();
  }

  /** Above the table, which is drawn anew below it. */
  async aside(text: string): Promise<void> {
    await writeBytes(this.target, this.clear());
    this.drawn = '';
    await this.context.output.aside(text);
    await this.draw();
  }

  private async draw(): Promise<void> {
    const { target, context } = this;
    // A line as wide as the terminal would wrap on some, and one more than it shows would scroll away.
    const text = this.view.render({
      width: Math.max(20, (target.columns || 80) - 1),
      height: target.rows ? target.rows - 1 : null,
      paint: paletteFor(context.io, target),
      now: context.io.now(),
    });
    if (text === this.drawn) return;
    await writeBytes(target, this.clear() + text);
    this.drawn = text;
  }

  private clear(): string {
    const lines = this.drawn.split('\n').length - 1;
    return lines === 0 ? '' : `\x1b[${lines}A\r\x1b[J`;
  }
}

/** `--json`, and whatever reads from a pipe: a line for each host that changes, and for each change of the rollout. */
export class RecordPrinter implements RolloutPrinter {
  readonly isLive = false;

  constructor(private readonly context: Context) {}

  state(rollout: RolloutSummary): Promise<void> {
    const { id: rolloutId, name, state, reason, detail, counts, targets, wave, waveCount, budgetHosts } = rollout;
    const how = { name, state, reason, detail, counts, targets, wave, waveCount, budgetHosts };
    return this.context.output.record({ event: 'state', rolloutId, ...how });
  }

  async targets(targets: readonly RolloutTarget[]): Promise<void> {
    for (const target of targets) await this.context.output.record({ event: 'target', ...target });
  }

  aside(text: string): Promise<void> {
    return this.context.output.aside(text);
  }
}

/** For logs of CI and the like, while stdout is for what the hosts printed: a line now and then on stderr. */
export class LinePrinter implements RolloutPrinter {
  readonly isLive = false;
  private toldState = '';
  private toldWave = 0;
  private toldFailures = 0;

  constructor(private readonly context: Context) {}

  async state(rollout: RolloutSummary): Promise<void> {
    const state = `${rollout.state} ${rollout.wave}`;
    // Its end is told by whoever asked for it to be watched.
    if (state === this.toldState || isRolloutOver(rollout.state)) return;
    // What was asked for may be newer than what the stream tells next.
    if (rollout.wave < this.toldWave) return;
    this.toldState = state;
    this.toldWave = rollout.wave;
    const isMoving = rollout.state === 'RUNNING' || rollout.state === 'SCHEDULED';
    await this.context.output.note(
      isMoving ? `${rollout.name}: ${waveText(rollout)}; ${countsText(rollout.counts)}.` : describeRollout(rollout),
    );
  }

  async targets(_targets: readonly RolloutTarget[], counts: RolloutCounts): Promise<void> {
    const failures = counts.failed + counts.lost;
    if (failures === this.toldFailures) return;
    this.toldFailures = failures;
    await this.context.output.note(`${countsText(counts)}.`);
  }

  aside(text: string): Promise<void> {
    return this.context.output.aside(text);
  }
}
