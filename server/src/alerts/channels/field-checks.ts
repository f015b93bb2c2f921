import { isIP } from 'node:net';
import { alertLimits, isPrintableLine, type ChannelField, type ChannelFieldKind } from '@hyprbox/contracts';

/** RFC 5321, section 4.5.3.1; addresses that need quotes are not taken. */
const emailAddress = /^[^\s@<>()[\]\\,;:"]{1,64}@[^\s@<>()[\]\\,;:"]{1,253}$/;
const hostName =
  /^(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*\.?$/;

const checks: Readonly<
  Record<ChannelFieldKind, { fits: (text: string, field: ChannelField) => boolean; fault: string }>
> = {
  url: {
    fits: isPlainUrl,
    fault: 'must be an address that begins with https:// or http://, without user and password',
  },
  host: { fits: (text) => isIP(text) !== 0 || hostName.test(text), fault: 'must be the name or the address of a host' },
  port: {
    fits: (text) => /^[1-9]\d{0,4}$/.test(text) && Number(text) <= 65535,
    fault: 'must be a port from 1 to 65535',
  },
  email: { fits: (text) => emailAddress.test(text) && isPrintableLine(text), fault: 'must be one e-mail address' },
  emails: {
    fits: (text) => {
      const list = text.split(',').map((each) => each.trim());
      return (
        list.length <= alertLimits.recipients && list.every((each) => emailAddress.test(each) && isPrintableLine(each))
      );
    },
    fault: `must be e-mail addresses separated by commas, at most ${alertLimits.recipients}`,
  },
  choice: { fits: (text, { options = [] }) => options.includes(text), fault: 'must be one of' },
  token: { fits: (text) => /^[\x21-\x7e]+$/.test(text), fault: 'must be one line of ASCII without spaces' },
  header: { fits: (text) => /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(text), fault: 'must be one line of ASCII' },
  line: { fits: isPrintableLine, fault: 'must be a text on one line' },
};

/** What is wrong with the value of a field; null if nothing is. */
export function faultOfValue(field: ChannelField, text: string): string | null {
  const { fits, fault } = checks[field.kind];
  if (fits(text, field)) return null;
  return field.options ? `${fault} ${field.options.join(', ')}` : fault;
}

function isPlainUrl(text: string): boolean {
  if (!/^https?:\/\/[^\s\\]+$/i.test(text) || !isPrintableLine(text) || !URL.canParse(text)) return false;
  const { username, password, hash, hostname } = new URL(text);
  return hostname !== '' && username === '' && password === '' && hash === '';
}
