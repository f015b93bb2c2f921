import { HttpErrorResponse } from '@angular/common/http';
import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { FormControl, FormGroup, ReactiveFormsModule, Validators } from '@angular/forms';
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

@Component({
  imports: [ReactiveFormsModule],
  template: `
    <form [formGroup]="form">
      <input formControlName="name" />
      <input formControlName="url" />
    </form>
  `,
})
class Sheet {
  readonly form = new FormGroup({ name: new FormControl('Team'), url: new FormControl('', Validators.required) });
  readonly submission = new Submission();
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

  it('leads to the first field that needs another look, whoever says so', async () => {
    const fixture = TestBed.createComponent(Sheet);
    const element = fixture.nativeElement as HTMLElement;
    document.body.append(element);
    await fixture.whenStable();
    const { form, submission } = fixture.componentInstance;
    const [name, url] = element.querySelectorAll('input');
    await submission.submit(form, () => Promise.resolve());
    await vi.waitFor(() => expect(document.activeElement).toBe(url));

    form.controls.url.setValue('https://');
    const faults = [
      { pointer: '/name', detail: 'is taken' },
      { pointer: '/', detail: 'is odd' },
    ];
    const status = 422;
    const refused = new HttpErrorResponse({ status, error: { title: 'Refused', detail: '', status, errors: faults } });
    await submission.submit(form, () => Promise.reject(refused));
    const others = submission.showFaults((pointer) => (pointer === '/name' ? form.controls.name : null));
    expect(others).toEqual(faults.slice(1));
    await vi.waitFor(() => expect(document.activeElement).toBe(name));
    // What the server said is over once the form is tried again.
    await submission.submit(form, () => Promise.resolve());
    expect(submission.problem()).toBeNull();
    element.remove();
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
