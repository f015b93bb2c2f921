import { Component, ElementRef, inject, Injector } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { FormControl, FormGroup, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatExpansionPanel, MatExpansionPanelHeader } from '@angular/material/expansion';
import { eventually } from '../../testing/eventually';
import { focusFirstFault } from './focus-first-fault';

@Component({
  imports: [MatExpansionPanel, MatExpansionPanelHeader, ReactiveFormsModule],
  template: `
    <form [formGroup]="form" (ngSubmit)="save()">
      <input id="name" formControlName="name" />
      <div formGroupName="either"><input id="one" formControlName="one" /><input formControlName="other" /></div>
      <div [attr.data-fault]="isPicked ? null : ''"><input id="search" /></div>
      <mat-expansion-panel>
        <mat-expansion-panel-header>More</mat-expansion-panel-header>
        <input id="folded" formControlName="folded" />
      </mat-expansion-panel>
      <button>Save</button>
    </form>
  `,
})
class FormWithFaults {
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef);
  private readonly injector = inject(Injector);

  readonly form = new FormGroup({
    name: new FormControl('', Validators.required),
    either: new FormGroup(
      { one: new FormControl(''), other: new FormControl('') },
      { validators: ({ value }) => (value.one || value.other ? null : { fault: 'Say one of them.' }) },
    ),
    folded: new FormControl('', Validators.required),
  });
  isPicked = false;

  save(): void {
    focusFirstFault(this.element.nativeElement, this.injector);
  }
}

describe('the first fault of a form', () => {
  async function save({ form, isPicked = false }: { form: object; isPicked?: boolean }): Promise<HTMLElement> {
    const fixture = TestBed.createComponent(FormWithFaults);
    fixture.componentInstance.form.patchValue(form);
    fixture.componentInstance.isPicked = isPicked;
    const page: HTMLElement = fixture.nativeElement;
    document.body.append(page);
    await fixture.whenStable();
    page.querySelector<HTMLElement>('button')?.click();
    return page;
  }
  const focusIsOn = (id: string): Promise<void> => eventually(() => expect(document.activeElement?.id).toBe(id));

  it('is a field that is wrong', async () => {
    await save({ form: {} });
    await focusIsOn('name');
  });

  it('is the first of fields that lack something together', async () => {
    await save({ form: { name: 'web' } });
    await focusIsOn('one');
  });

  it('is the first field of what says for itself that it lacks something', async () => {
    await save({ form: { name: 'web', either: { other: 'x' } } });
    await focusIsOn('search');
  });

  it('is unfolded', async () => {
    const page = await save({ form: { name: 'web', either: { other: 'x' } }, isPicked: true });
    await focusIsOn('folded');
    expect(page.querySelector('mat-expansion-panel-header')?.getAttribute('aria-expanded')).toBe('true');
  });
});
