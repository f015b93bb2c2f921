import { limits } from './limits.js';

/**
 * A tag: no space and no comma, so that it needs no quoting in an address, a list or a shell; and nothing that is not
 * seen, which Unicode has among its letters as well, so that no two tags look alike because of it.
 */
export const tagPattern = new RegExp(
  String.raw`^(?!.*\p{Default_Ignorable_Code_Point})[\p{L}\p{N}][\p{L}\p{N}._:/=@+-]{0,${limits.tagLength - 1}}$`,
  'u',
);
