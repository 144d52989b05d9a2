import { permissionName } from '../../shared/admin-consent.ts';
import type { Identity } from '../../shared/mail.ts';
import { texts } from '../../shared/texts/texts.ts';
import { Fact } from './section.tsx';

/** Microsoft's permissions for reading and sending; other providers name theirs differently. */
const neededForMail = ['IMAP.AccessAsUser.All', 'SMTP.Send'] as const;

/** What the provider granted to a sign-in, and what mail needs beside that. Nothing where the provider named no permissions. */
export function PermissionFacts({ identity }: { readonly identity: Identity }) {
  const granted = identity.grantedScopes.map(permissionName);
  if (granted.length === 0) return null;
  const missing = identity.provider === 'microsoft365' ? neededForMail.filter((name) => !granted.includes(name)) : [];
  const words = texts().diagnosis.permissions;
  return (
    <>
      <Fact name={words.granted}>
        <bdi>{granted.join(', ')}</bdi>
      </Fact>
      {missing.length > 0 && (
        <Fact name={words.missing}>
          <bdi>{missing.join(', ')}</bdi>
        </Fact>
      )}
    </>
  );
}
