import type { Reply } from '../../shared/reply.ts';
import { call } from '../bridge.ts';

/** Images of this sender are blocked again. */
export async function removeImageSender(sender: string): Promise<Reply<null>> {
  return call('mail.removeImageSender', { sender });
}
