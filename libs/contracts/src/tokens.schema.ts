import Type, { type Static } from 'typebox';
import { instant, nullable, text, uuid } from './schema-parts.js';

export const nodeTokenSchema = Type.Object({
  id: uuid,
  name: text,
  prefix: text,
  nodeId: nullable(text),
  createdAt: instant,
  lastUsedAt: nullable(instant),
  revokedAt: nullable(instant),
});
export type NodeToken = Static<typeof nodeTokenSchema>;

export const createdNodeTokenSchema = Type.Object({
  id: uuid,
  name: text,
  prefix: text,
  nodeId: nullable(text),
  token: Type.String({ description: 'Shown this once.' }),
  createdAt: instant,
});
export type CreatedNodeToken = Static<typeof createdNodeTokenSchema>;
