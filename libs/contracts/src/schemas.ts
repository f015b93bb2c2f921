/** The bodies that both ends share: a schema each, from which its type, its check and its OpenAPI entry come. */
export * from './audit.schema.js';
export * from './executions.schema.js';
export * from './heartbeat.schema.js';
export * from './jobs.schema.js';
export * from './metrics.schema.js';
export * from './nodes.schema.js';
export * from './presets.schema.js';
export * from './problem.schema.js';
export * from './schema-parts.js';
export * from './settings.schema.js';
export * from './tokens.schema.js';
export * from './users.schema.js';
