import { ExternalLink, Mail } from 'lucide-react';
import { consentCommands, letterLink, permissionName } from '../../shared/admin-consent.ts';
import { guidanceText } from '../../shared/error-texts.ts';
import type { AdminLetter, Guidance } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { call } from '../bridge.ts';
import { Button } from '../components/button.tsx';
import { Disclosure } from '../components/disclosure.tsx';
import { Phrase } from '../components/phrase.tsx';
import { CopyButton } from './copy-button.tsx';

type ConsentLetter = Extract<AdminLetter, { kind: 'consent' }>;

interface AdminApprovalProps {
  readonly guidance: Guidance;
  readonly letter: ConsentLetter;
}

/**
 * The organisation wants an administrator's approval: what is asked and why, a letter, and how it is approved and taken
 * back. docs/admin.md says the same to administrators.
 */
export function AdminApproval({ guidance, letter }: AdminApprovalProps) {
  const words = texts().diagnosis.approval;
  const { adminUrl } = guidance;
  const { adminText, reference } = guidanceText(guidance);
  const open = (url: string) => void call('app.openExternal', { url });
  return (
    <div className="flex flex-col gap-4">
      <section aria-label={texts().diagnosis.admin.label} className="flex flex-wrap gap-2">
        {adminText && (
          <>
            <CopyButton label={texts().diagnosis.admin.copy} text={adminText} variant="primary" />
            <Button icon={Mail} onClick={() => open(letterLink(words.subject, adminText))}>
              {words.send}
            </Button>
          </>
        )}
      </section>
      <p className="text-small text-muted">{words.requested}</p>
      <section aria-labelledby="approval-asks" className="flex flex-col gap-2 rounded-lg border border-line p-3">
        <h2 id="approval-asks" className="font-semibold">
          {words.asks}
        </h2>
        <dl data-selectable className="flex flex-col gap-2">
          {letter.permissions.map(permissionName).map((name) => (
            <div key={name}>
              <dt dir="ltr" className="font-mono text-small [overflow-wrap:anywhere]">
                {name}
              </dt>
              <dd className="text-small text-muted">{explained(name)}</dd>
            </div>
          ))}
        </dl>
        <p className="text-small">{words.cannot}</p>
      </section>
      <Disclosure label={words.how}>
        <ol data-selectable className="flex flex-col gap-3 text-small">
          <li className="flex flex-col items-start gap-2">
            <span>
              <Phrase text={words.byLink} />
            </span>
            {adminUrl && (
              <Button icon={ExternalLink} onClick={() => open(adminUrl)}>
                {texts().diagnosis.admin.open}
              </Button>
            )}
          </li>
          <li>
            <Phrase text={words.byPortal} />
          </li>
          <li className="flex flex-col items-start gap-2">
            <span>{words.byPowerShell}</span>
            <pre
              dir="ltr"
              className="w-full rounded-md border border-line bg-sunken px-3 py-2 text-small whitespace-pre-wrap [overflow-wrap:anywhere]"
            >
              {consentCommands(letter.clientId, letter.permissions)}
            </pre>
            <CopyButton label={words.copyCommands} text={consentCommands(letter.clientId, letter.permissions)} />
          </li>
          <li className="text-muted">
            <Phrase text={words.revoke} />
          </li>
        </ol>
      </Disclosure>
      {reference && (
        <p data-selectable className="font-mono text-small text-muted [overflow-wrap:anywhere]">
          <span dir="ltr">{reference}</span>
        </p>
      )}
    </div>
  );
}

function explained(permission: string): string {
  const words: Readonly<Record<string, string>> = texts().diagnosis.approval.permissions;
  return words[permission] ?? '';
}
