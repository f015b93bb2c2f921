import Type, { type Static } from 'typebox';
import { roles } from './permissions.js';
import { flag, instant, nullable, oneOf, text, uuid } from './schema-parts.js';

const email = Type.String({ format: 'email' });

export const userSchema = Type.Object({ id: uuid, email, name: text, role: oneOf(roles) });
export type User = Static<typeof userSchema>;

/** The answer of login and register. */
export const signedInSchema = Type.Object({
  user: userSchema,
  token: Type.String({ description: 'A JWT that names a session.' }),
  expiresAt: instant,
});
export type SignedIn = Static<typeof signedInSchema>;

/** What `GET /api/users` lists. */
export const userAccountSchema = Type.Object({
  ...userSchema.properties,
  disabled: flag,
  createdAt: instant,
  lastLoginAt: nullable(instant),
});
export type UserAccount = Static<typeof userAccountSchema>;

/** An invitation in force: neither accepted, nor withdrawn, nor past its time. What `GET /api/users/invitations` lists. */
export const invitationSchema = Type.Object({
  id: uuid,
  email,
  role: oneOf(roles),
  createdBy: uuid,
  createdByName: text,
  createdAt: instant,
  expiresAt: instant,
});
export type Invitation = Static<typeof invitationSchema>;

export const createdInvitationSchema = Type.Object({
  id: uuid,
  email,
  role: oneOf(roles),
  /** It goes into `RegisterRequest.invitation`. */
  token: Type.String({ description: 'Shown this once.' }),
  expiresAt: instant,
});
export type CreatedInvitation = Static<typeof createdInvitationSchema>;
