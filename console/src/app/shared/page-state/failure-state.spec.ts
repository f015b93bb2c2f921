import { HttpErrorResponse, provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { Component, signal } from '@angular/core';
import type { ComponentFixture } from '@angular/core/testing';
import { TestBed } from '@angular/core/testing';
import type { ProblemFault } from '@hyprbox/contracts';
import { Subject } from 'rxjs';
import { ServerRecovery } from '../../core/recovery/server-recovery';
import { FailureState } from './failure-state';

@Component({
  imports: [FailureState],
  template: `
    <hb-failure-state [error]="error()" (retry)="tries.set(tries() + 1)"
      ><a href="/jobs">Go to the jobs</a></hb-failure-state
    >
  `,
})
class Host {
  readonly error = signal<unknown>(null);
  readonly tries = signal(0);
}

function refusal(status: number, errors?: ProblemFault[]): HttpErrorResponse {
  const error = { title: 'Refused', detail: 'Some of what was sent is not valid.', requestId: 'r-7', errors };
  return new HttpErrorResponse({ status, error });
}

async function show(error: unknown): Promise<ComponentFixture<Host>> {
  const fixture = TestBed.createComponent(Host);
  fixture.componentInstance.error.set(error);
  await fixture.whenStable();
  return fixture;
}

const textOf = ({ nativeElement }: ComponentFixture<Host>): string => (nativeElement as HTMLElement).textContent;

describe('FailureState', () => {
  it.each([0, 429, 500, 503])('offers another try after %i', async (status) => {
    const fixture = await show(refusal(status));
    expect(textOf(fixture)).not.toContain('Go to the jobs');
    const button = (fixture.nativeElement as HTMLElement).querySelector('button');
    button?.click();
    expect(fixture.componentInstance.tries()).toBe(1);
  });

  it.each([400, 403, 404])('offers after %i, which another try cannot change, where to go instead', async (status) => {
    const fixture = await show(refusal(status));
    expect(textOf(fixture)).not.toContain('Try again');
    expect(textOf(fixture)).toContain('Go to the jobs');
  });

  it('says what was wrong with each part', async () => {
    const faults = [
      { pointer: '?limit', detail: 'must not be greater than 200' },
      { pointer: '?sort', detail: 'is not known' },
    ];
    const fixture = await show(refusal(400, faults));
    const points = [...(fixture.nativeElement as HTMLElement).querySelectorAll('li')].map((point) => point.textContent);
    expect(points).toEqual(['?limit: must not be greater than 200', '?sort: is not known']);
  });

  it('gives the request to quote when the server failed', async () => {
    expect(textOf(await show(refusal(500)))).toContain('Request r-7.');
    expect(textOf(await show(refusal(503)))).not.toContain('r-7');
  });

  it.each([
    [0, 1],
    [429, 1],
    [500, 1],
    [503, 1],
    [403, 0],
    [404, 0],
  ])('after %i tries %i times by itself when the server is back', async (status, tries) => {
    const recovered = new Subject<void>();
    TestBed.configureTestingModule({
      providers: [{ provide: ServerRecovery, useValue: { recovered, awaitRecovery: () => undefined } }],
    });
    const fixture = await show(refusal(status));
    expect(fixture.componentInstance.tries()).toBe(0);
    recovered.next();
    expect(fixture.componentInstance.tries()).toBe(tries);
  });

  it('tries again also when it is drawn only after the server was back', async () => {
    TestBed.configureTestingModule({ providers: [provideHttpClient(), provideHttpClientTesting()] });
    const server = TestBed.inject(HttpTestingController);
    const recovery = TestBed.inject(ServerRecovery);
    recovery.failed(refusal(0));
    recovery.hurry();
    server.expectOne('/api/auth/me').flush({});
    const fixture = await show(refusal(0));
    recovery.hurry();
    server.expectOne('/api/auth/me').flush({});
    expect(fixture.componentInstance.tries()).toBe(1);
  });
});
