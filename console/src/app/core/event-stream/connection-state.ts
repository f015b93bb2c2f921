/** `lost` also covers the attempts to come back; `since` is when the state began, in milliseconds of the browser's clock. */
export interface ConnectionState {
  readonly state: 'connecting' | 'live' | 'lost';
  readonly since: number;
}
