/** Where a server that runs as root puts what its database's user must be able to enter. */
export const systemDirectory = '/var/lib/hyprbox';

/** The databases of servers whose own data directory that user cannot enter. */
export const clustersDirectory = `${systemDirectory}/clusters`;
