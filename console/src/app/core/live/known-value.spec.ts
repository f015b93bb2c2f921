import { TestBed } from '@angular/core/testing';
import { of, Subject, throwError } from 'rxjs';
import { KnownValue } from './known-value';

describe('a known value', () => {
  const made = (): KnownValue<number> => TestBed.runInInjectionContext(() => new KnownValue<number>());

  it('stays while it is read again, and when that fails', () => {
    const subject = made();
    const answer = new Subject<number>();
    subject.read(of(1));
    subject.read(answer);
    expect(subject.value()).toBe(1);
    answer.error(new Error('away'));
    expect([subject.value(), subject.error()]).toEqual([1, null]);
  });

  it('has an error only while there is nothing to show', () => {
    const subject = made();
    const error = new Error('away');
    subject.read(throwError(() => error));
    expect([subject.value(), subject.error()]).toEqual([null, error]);
    subject.read(of(2));
    expect([subject.value(), subject.error()]).toEqual([2, null]);
  });

  it('leaves out an answer that is older than what was accepted or asked for since', () => {
    const subject = made();
    const [first, second] = [new Subject<number>(), new Subject<number>()];
    subject.read(first);
    subject.read(second);
    first.next(1);
    expect(subject.value()).toBeNull();
    subject.accept(3);
    second.next(2);
    expect(subject.value()).toBe(3);
  });

  it('is read no more when who made it has gone', () => {
    const answer = new Subject<number>();
    made().read(answer);
    TestBed.resetTestingModule();
    expect(answer.observed).toBe(false);
  });
});
