import type { RemoteStatus } from '../mail/remote-mail.ts';

/** Whether a message that came while another went shows in this STATUS. */
export function tellsOfArrivals({ uidNext, highestModseq }: RemoteStatus): boolean {
  return uidNext !== null || highestModseq !== null;
}

/** Whether two STATUS of a folder, the first one being the later, show that it did not change in between. */
export function isSameStatus(a: RemoteStatus, b: RemoteStatus): boolean {
  return (
    tellsOfArrivals(a) &&
    a.messages === b.messages &&
    a.unseen === b.unseen &&
    a.uidNext === b.uidNext &&
    a.uidValidity === b.uidValidity &&
    a.highestModseq === b.highestModseq
  );
}
