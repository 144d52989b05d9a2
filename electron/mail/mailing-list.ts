/** A mailing list as its messages name it in List-Id (RFC 2919). */
export interface MailingList {
  /** The identifier, lower case, for example `announce.lists.example.org`. */
  readonly id: string;
  /** What it is called there; empty where the field says nothing. */
  readonly name: string;
}
