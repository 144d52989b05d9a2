import type { ImapFlow } from 'imapflow';
import type { FolderNamespace } from '../mail/namespaces.ts';
import type { FolderPaths } from './folder-names.ts';

/**
 * The server's namespaces as NAMESPACE told them at the sign-in (RFC 2342). Null where the server does not know the
 * command or refused it: imapflow 2.10.2 then makes up a personal namespace from LIST "" "".
 */
export function toldNamespaces(client: ImapFlow, paths: FolderPaths): FolderNamespace[] | null {
  const told = client.capabilities.has('NAMESPACE') ? client.namespaces : undefined;
  if (!told) return null;
  return (['personal', 'other', 'shared'] as const).flatMap((kind) =>
    (told[kind] || []).map(({ prefix }) => ({ kind, prefix: paths.decode(prefix) })),
  );
}
