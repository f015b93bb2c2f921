import { HttpErrorResponse } from '@angular/common/http';
import { TestBed } from '@angular/core/testing';
import { FormControl, Validators } from '@angular/forms';
import { MatDialogRef } from '@angular/material/dialog';
import { firstValueFrom, Subject } from 'rxjs';
import { Submission } from './submission';

interface Answer {
  readonly come: Promise<unknown>;
  readonly give: () => void;
  readonly fail: (error: unknown) => void;
}

function anAnswer(): Answer {
  const subject = new Subject<null>();
  return {
    come: firstValueFrom(subject),
    give: () => subject.next(null),
    fail: (error) => subject.error(error),
  };
}

function aSubmission(dialog: { disableClose: boolean } | null = null): Submission {
  TestBed.configureTestingModule({ providers: [{ provide: MatDialogRef, useValue: dialog }] });
  return TestBed.runInInjectionContext(() => new Submission());
}

const refusal = new HttpErrorResponse({ status: 409, error: { title: 'Conflict', detail: 'It runs.', status: 409 } });

describe('submission', () => {
  it('is busy until it has gone through', async () => {
    const subject = aSubmission();
    const answer = anAnswer();
    const done = subject.send(() => answer.come);
    expect(subject.busy()).toBe(true);
    answer.give();
    expect(await done).toBe(true);
    expect([subject.busy(), subject.problem()]).toEqual([false, null]);
  });

  it('says why it failed until it is sent again, or what failed was changed', async () => {
    const subject = aSubmission();
    expect(await subject.send(() => Promise.reject(refusal))).toBe(false);
    expect([subject.busy(), subject.problem()?.detail]).toEqual([false, 'It runs.']);
    const answer = anAnswer();
    const done = subject.send(() => answer.come);
    expect(subject.problem()).toBeNull();
    answer.fail(refusal);
    await done;
    subject.forget();
    expect(subject.problem()).toBeNull();
  });

  it('is sent once, however often the button is pressed', async () => {
    const subject = aSubmission();
    const answer = anAnswer();
    const send = vi.fn(() => answer.come);
    const first = subject.send(send);
    expect(await subject.send(send)).toBe(false);
    answer.give();
    await first;
    expect(send).toHaveBeenCalledOnce();
  });

  it('sends no form that has a fault, but shows it', async () => {
    const field = new FormControl('', Validators.required);
    const send = vi.fn(() => Promise.resolve());
    expect(await aSubmission().submit(field, send)).toBe(false);
    expect([field.touched, send.mock.calls.length]).toEqual([true, 0]);
  });

  it('keeps its dialog open while it is under way, and afterwards until the dialog closes itself', async () => {
    const dialog = { disableClose: false };
    const subject = aSubmission(dialog);
    const answer = anAnswer();
    const failing = subject.send(() => answer.come);
    expect(dialog.disableClose).toBe(true);
    answer.fail(refusal);
    await failing;
    expect(dialog.disableClose).toBe(false);
    await subject.send(() => Promise.resolve());
    expect(dialog.disableClose).toBe(true);
  });
});
