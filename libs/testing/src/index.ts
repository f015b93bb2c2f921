export * from './deadline.js';
export * from './eventually.js';
export * from './free-port.js';
export * from './heartbeat.builder.js';
export type * from './provided-context.js';
export * from './temporary-directory.js';
export * from './test-database.js';
export * from './test-process.js';
