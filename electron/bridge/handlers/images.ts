import { success } from '../../../shared/reply.ts';
import type { ImagePermissions } from '../../images/image-permissions.ts';
import type { Handlers } from '../register.ts';

/** Whose remote images may be loaded (H4). */
export function imageHandlers({ permissions }: { readonly permissions: ImagePermissions }) {
  return {
    'mail.allowImages': ({ accountId, messageId, scope }) => permissions.allow({ accountId, messageId }, scope),
    'mail.blockImages': async (place) => success(permissions.block(place)),
    'mail.imageSenders': async () => success(permissions.senders()),
    'mail.removeImageSender': async ({ sender }) => permissions.removeSender(sender),
  } satisfies Partial<Handlers>;
}
