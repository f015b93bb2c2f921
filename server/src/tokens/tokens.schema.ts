import type { NodeToken } from '@hyprbox/contracts';
import { instant, nullable, objectOf, text, uuid } from '../http/schemas.js';

export const tokenSchema = objectOf<NodeToken>({
  id: uuid,
  name: text,
  prefix: text,
  nodeId: nullable(text),
  createdAt: instant,
  lastUsedAt: nullable(instant),
  revokedAt: nullable(instant),
});
