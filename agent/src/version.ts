/** The version of the release this agent belongs to; a spec keeps it equal to package.json's. */
export const agentVersion = '0.1.0';
