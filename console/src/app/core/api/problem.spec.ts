import { HttpErrorResponse, HttpHeaders } from '@angular/common/http';
import { ApiProblem, toApiProblem } from './problem';

const document = {
  type: 'about:blank',
  title: 'The request is not valid',
  status: 400,
  detail: 'Some of the variables are not valid.',
  instance: '/api/jobs',
  code: 'INVALID_VARIABLES',
  requestId: 'r-1',
  errors: [{ pointer: '/variables/domain', detail: 'is required' }],
};

describe('toApiProblem', () => {
  it('reads a problem document', () => {
    const problem = toApiProblem(new HttpErrorResponse({ status: 400, error: document }));
    expect(problem).toMatchObject({
      kind: 'invalid',
      code: 'INVALID_VARIABLES',
      title: document.title,
      requestId: 'r-1',
    });
    expect(problem.faultAt('/variables/domain')).toBe('is required');
    expect(problem.faultAt('/variables/root')).toBeNull();
  });

  it('reads a problem document that arrived as text', () => {
    const problem = toApiProblem(new HttpErrorResponse({ status: 400, error: JSON.stringify(document) }));
    expect(problem.code).toBe('INVALID_VARIABLES');
  });

  it.each([
    [0, 'unreachable'],
    [401, 'unauthenticated'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [409, 'conflict'],
    [429, 'rate-limited'],
    [502, 'unavailable'],
    [503, 'unavailable'],
    [500, 'unexpected'],
  ])('has words for a bare %i', (status, kind) => {
    const problem = toApiProblem(new HttpErrorResponse({ status, error: '<html>proxy</html>' }));
    expect(problem.kind).toBe(kind);
    expect(problem.title).not.toBe('');
    expect(problem.detail).not.toContain('<html>');
  });

  it('tells how long to wait', () => {
    const headers = new HttpHeaders({ 'retry-after': '7' });
    expect(toApiProblem(new HttpErrorResponse({ status: 429, headers })).retryAfterSeconds).toBe(7);
  });

  it('leaves out what is no fault', () => {
    const error = { ...document, errors: [null, 'x', { pointer: 1 }, { pointer: '/a', detail: 'b' }] };
    expect(toApiProblem(new HttpErrorResponse({ status: 400, error })).faults).toEqual([
      { pointer: '/a', detail: 'b' },
    ]);
  });

  it('gives a problem back as it is, and has words for anything else', () => {
    const problem = new ApiProblem({ kind: 'conflict', status: 409, code: 'X', title: 'T', detail: 'D' });
    expect(toApiProblem(problem)).toBe(problem);
    expect(toApiProblem(new Error('broken')).detail).toBe('broken');
    expect(toApiProblem(null).kind).toBe('unexpected');
  });
});
