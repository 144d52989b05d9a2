import type { Reply } from '../../shared/reply.ts';
import { call } from '../bridge.ts';

/** Blocks the images of this sender again. */
export async function removeImageSender(sender: string): Promise<Reply<null>> {
  return call('mail.removeImageSender', { sender });
}
