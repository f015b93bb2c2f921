/**
 * The name of one order, such as a job or a rollout: sent again under the same name it is carried out once. Random, also on a
 * page without HTTPS, where browsers have no `randomUUID`.
 */
export function orderKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
