import { nodePathFault, snapshotPathFault } from '@hyprbox/contracts';
import { ValidateBy, type ValidationOptions } from 'class-validator';

/** What of it a pattern can say; `nodePathFault` says the rest. */
export const nodePathPattern = '^/';

/** An absolute path on a node, without `..`. */
export const NodePath = (options?: ValidationOptions): PropertyDecorator =>
  pathBy('nodePath', nodePathFault, 'must be absolute paths without control characters', options);

/** An absolute path in a snapshot, without `..`. */
export const SnapshotPath = (options?: ValidationOptions): PropertyDecorator =>
  pathBy('snapshotPath', snapshotPathFault, 'must be absolute paths', options);

function pathBy(
  name: string,
  faultOf: (value: unknown) => string | null,
  ofSeveral: string,
  options?: ValidationOptions,
): PropertyDecorator {
  return ValidateBy(
    {
      name,
      validator: {
        validate: (value) => faultOf(value) === null,
        defaultMessage: (given) => faultOf(given?.value) ?? ofSeveral,
      },
    },
    options,
  );
}
