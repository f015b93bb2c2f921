/** A secret as the database has it: AES-256-GCM under a key that is kept outside of it. All but `key` in base64. */
export interface SealedSecret {
  /** Which key it was sealed with. */
  key: string;
  iv: string;
  data: string;
  tag: string;
}
