import type { ExecutionEntity } from './execution.entity.js';

/** An execution as other modules see it. */
export type Execution = Readonly<ExecutionEntity>;
