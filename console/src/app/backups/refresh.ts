/** How often the backup pages read again what the server tells by no stream, in seconds. */
export const refreshSeconds = 10;
