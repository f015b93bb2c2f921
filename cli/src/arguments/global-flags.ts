/** The flags that every command has. */
export const globalFlags = {
  json: { type: 'boolean', default: false, describe: 'Data as JSON; errors as problem JSON on stderr' },
  'api-url': { type: 'string', requiresArg: true, describe: 'Address of the server [HYPRBOX_API_URL]' },
  'allow-plain-http': {
    type: 'boolean',
    default: false,
    describe: 'Call another host without TLS [HYPRBOX_ALLOW_PLAIN_HTTP]',
  },
  token: { type: 'string', requiresArg: true, describe: 'API token; better: [HYPRBOX_API_TOKEN]' },
} as const;
