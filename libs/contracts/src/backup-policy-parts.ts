import Type from 'typebox';
import { limits } from './limits.js';
import { secretRefPattern } from './presets.js';

// What the fields of a policy are made of. What a pattern cannot say is left to a format of the server's, which also says
// what is wrong: `node-path`, `secret-ref`, `repository`, `cron`, `time-zone`, `no-option` and `snapshot-tag`.

export const flag = (options: object = {}) => Type.Boolean({ fault: 'must be true or false', ...options });
export const integer = (minimum: number, maximum: number, options: object = {}) =>
  Type.Integer({ minimum, maximum, fault: `must be an integer from ${minimum} to ${maximum}`, ...options });
export const line = (maxLength: number, options: object = {}) =>
  Type.String({
    minLength: 1,
    maxLength,
    format: 'line',
    fault: {
      type: 'must be a text that is not empty',
      minLength: 'must be a text that is not empty',
      maxLength: `must have at most ${maxLength} characters`,
    },
    ...options,
  });
export const path = Type.String({
  maxLength: limits.pathLength,
  pattern: '^/',
  format: 'node-path',
  fault: {
    type: 'must be an absolute path',
    maxLength: `must have at most ${limits.pathLength} characters`,
    pattern: 'must be an absolute path',
  },
});
export const secretRef = Type.String({
  pattern: secretRefPattern.source,
  format: 'secret-ref',
  example: 'env:RESTIC_PASSWORD',
  fault: 'must be env:NAME (not HYPRBOX_*) or file:/absolute/path, both on the node',
});
export const cron = Type.String({
  format: 'cron',
  description: 'Five cron fields.',
  example: '0 3 * * *',
  fault: 'must be five cron fields, such as "0 3 * * *"',
});
export const timeZone = Type.String({
  format: 'time-zone',
  example: 'Europe/Berlin',
  fault: 'must be the name of a time zone, such as Europe/Berlin',
});
