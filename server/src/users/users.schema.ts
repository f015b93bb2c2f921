import { roles, type CreatedInvitation, type UserAccount } from '@hyprbox/contracts';
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

export const invitationSchema = objectOf<CreatedInvitation>({
  id: uuid,
  email: text,
  role: oneOf(roles),
  token: { ...text, description: 'Shown this once.' },
  expiresAt: instant,
});
