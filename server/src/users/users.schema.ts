import { roles, type CreatedInvitation, type Invitation, type UserAccount } from '@hyprbox/contracts';
import { flag, instant, nullable, objectOf, oneOf, text, uuid } from '../http/schemas.js';

export const accountSchema = objectOf<UserAccount>({
  id: uuid,
  email: text,
  name: text,
  role: oneOf(roles),
  disabled: flag,
  createdAt: instant,
  lastLoginAt: nullable(instant),
});

export const invitationSchema = objectOf<Invitation>({
  id: uuid,
  email: text,
  role: oneOf(roles),
  createdBy: uuid,
  createdByName: text,
  createdAt: instant,
  expiresAt: instant,
});

export const createdInvitationSchema = objectOf<CreatedInvitation>({
  id: uuid,
  email: text,
  role: oneOf(roles),
  token: { ...text, description: 'Shown this once.' },
  expiresAt: instant,
});
