/** A proxy of the system's settings that wants a user and a password. */
export interface ProxyQuestion {
  /** "proxy.contoso.test:3128" */
  readonly proxy: string;
  /** It did not take those that it was sent. */
  readonly refused: boolean;
}
