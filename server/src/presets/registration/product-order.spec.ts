import { describe, expect, it } from 'vitest';
import { isOlderProduct } from './product-order.js';

describe('the order of versions of the product', () => {
  it.each([
    ['0.1.0', '0.2.0', true],
    ['0.9.0', '0.10.0', true],
    ['1.0.0', '0.9.9', false],
    ['1.2.3', '1.2.3', false],
    ['1.2.3-rc.1', '1.2.3', false],
    ['1.2.3', null, false],
    ['unknown', '1.2.3', false],
    ['1.2.3', 'unknown', false],
  ])('of %s and %s is judged by their three numbers', (version, other, older) => {
    expect(isOlderProduct(version, other)).toBe(older);
  });
});
