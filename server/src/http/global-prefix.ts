/** What all routes are below, but for those that monitoring and orchestrators look for at the root. */
export const globalPrefix = { path: 'api', exclude: ['healthz', 'readyz', 'metrics'] };
