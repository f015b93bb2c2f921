/** An execution and the node that it is for. */
export interface Assignment {
  id: string;
  nodeId: string;
}
