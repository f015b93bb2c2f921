import { QueryFailedError, QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { databaseFault, isDatabaseAway } from './database-away.js';

const withCode = (code: string, message = 'of the driver'): Error => Object.assign(new Error(message), { code });

describe('a database that is away', () => {
  it.each([
    ['refused', withCode('ECONNREFUSED')],
    ['refused on every address', new AggregateError([withCode('ECONNREFUSED'), withCode('ECONNREFUSED')])],
    ['starting', new QueryFailedError('SELECT 1', [], withCode('57P03'))],
    ['stopping', new QueryFailedError('SELECT 1', [], withCode('57P01'))],
    ['out of connections', withCode('53300')],
    ['lost', new QueryFailedError('SELECT 1', [], new Error('Connection terminated unexpectedly'))],
    ['lost in the middle of a transaction', new QueryRunnerAlreadyReleasedError()],
    ['lost between two statements', new QueryRunnerProviderAlreadyReleasedError()],
  ])('is %s', (_, error) => {
    expect(isDatabaseAway(error)).toBe(true);
  });

  it.each([
    ['a violated constraint', new QueryFailedError('INSERT', [], withCode('23505'))],
    ['a value it does not take', new QueryFailedError('SELECT', [], withCode('22021'))],
    ['a fault of our own', new TypeError('x is not a function')],
    ['no error', 'ECONNREFUSED'],
  ])('is not %s', (_, error) => {
    expect(isDatabaseAway(error)).toBe(false);
  });
});

it.each([
  ['25006', /takes no writes/],
  ['28P01', /no longer takes its password/],
  ['53100', /disk is full/],
  ['53300', /no more connections/],
  ['58030', /read or write its disk/],
  ['57014', /did not answer in time/],
  ['55P03', /in the way/],
  ['40P01', /in the way/],
  ['DATABASE_BUSY', /connections to the database are in use/],
  ['57P03', /away/],
])('%s is told with its cause and when to try again', (code, detail) => {
  const fault = databaseFault(new QueryFailedError('SELECT secret', [], withCode(code)));
  expect(fault?.detail).toMatch(detail);
  expect(fault?.retryAfterSeconds).toBeGreaterThan(0);
});
