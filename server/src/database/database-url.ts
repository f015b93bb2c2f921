/** Injection token of the PostgreSQL connection URL in use, external or embedded. */
export const DATABASE_URL = Symbol('DatabaseUrl');
