import { FormArray, FormControl, FormGroup } from '@angular/forms';
import type { Wave } from '@hyprbox/contracts';
import { rolloutLimits } from '@hyprbox/contracts';
import { durationBetween } from '../form/duration-faults';
import { faultOf } from '../form/field-faults';
import { parseDuration, writeDuration } from '../time/durations';

export type WaveForm = FormGroup<{ size: FormControl<string>; soak: FormControl<string> }>;
export type WavesForm = FormArray<WaveForm>;

/** Ways to cut the hosts into waves that people usually mean. */
export const usualWaves = {
  tenth: { label: 'One host, a tenth, the rest', sizes: ['1', '10%', '100%'] },
  canary: { label: 'One host, then the rest', sizes: ['1', '100%'] },
  atOnce: { label: 'All at once', sizes: ['100%'] },
} as const;
export type UsualWaves = keyof typeof usualWaves;

export const wavesMost = rolloutLimits.waves;

const sizePattern = /^(?:[1-9]\d{0,4}|(?:100|[1-9]\d?)%)$/;

export function waveForm({ size, soakSeconds }: Wave = { size: '10%' }): WaveForm {
  return new FormGroup({
    size: new FormControl(size, { nonNullable: true, validators: faultOf(sizeFault) }),
    soak: new FormControl(writeDuration(soakSeconds ?? 0), {
      nonNullable: true,
      validators: durationBetween(0, rolloutLimits.soakSecondsMax),
    }),
  });
}

export function wavesForm(waves: readonly Wave[] = usualWaves.tenth.sizes.map((size) => ({ size }))): WavesForm {
  return new FormArray(waves.map(waveForm));
}

export function wavesOf(form: WavesForm): Wave[] {
  return form.getRawValue().map(({ size, soak }) => {
    const soakSeconds = parseDuration(soak) ?? 0;
    return { size: size.trim(), ...(soakSeconds > 0 && { soakSeconds }) };
  });
}

/** Which of the usual ways it is, whatever is waited between its waves; null for one of one's own. */
export function usualOf(form: WavesForm): UsualWaves | null {
  const sizes = form.getRawValue().map(({ size }) => size.trim());
  const names = Object.keys(usualWaves) as UsualWaves[]; // The object is closed: it has no other keys.
  return names.find((name) => usualWaves[name].sizes.join() === sizes.join()) ?? null;
}

function sizeFault(typed: string): string | null {
  return sizePattern.test(typed.trim()) ? null : 'This is a number of hosts such as 5, or a share such as 10%.';
}
