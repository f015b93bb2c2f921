/** Which hosts are under maintenance. The alerts' windows provide it; lists of nodes need only this. */
export abstract class NodeMaintenance {
  /** Those of the nodes that are. */
  abstract among(nodeIds: readonly string[]): Promise<ReadonlySet<string>>;
}
