import bcrypt from 'bcrypt';
import { afterAll, beforeAll } from 'vitest';

/**
 * Passwords are hashed with the least work that bcrypt knows: as many as the tests make and check would else take a minute.
 * That the server hashes them with more is for the unit tests of `Passwords` to say.
 */
const leastCost = 4;
/** Of a text that nobody knows: in place of each hash of a higher cost, all of which are nobody's here. */
const nobodysHash = '$2b$04$N6rYGX5QBkolH9/aIxYYSuelkQgYzGKeFXcjavhCSZ.O4XkzipZ3y';

const { hash, compare } = bcrypt;

beforeAll(() => {
  Object.assign(bcrypt, {
    hash: (text: string) => hash(text, leastCost),
    compare: (text: string, of: string) => compare(text, bcrypt.getRounds(of) > leastCost ? nobodysHash : of),
  });
});
afterAll(() => {
  Object.assign(bcrypt, { hash, compare });
});
