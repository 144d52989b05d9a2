import type { ReactNode } from 'react';
import { CopyButton } from '../diagnosis/copy-button.tsx';
import { registrationText } from './registration-text.ts';

/** What an administrator registers once, step by step (microsoft365.md, "App registration"). */
export function RegistrationGuide() {
  return (
    <section aria-labelledby="registration-title" className="flex flex-col gap-3">
      <h2 id="registration-title" className="font-semibold">
        What your administrator registers, once
      </h2>
      <ol data-selectable className="flex flex-col gap-2">
        <Step number={1}>
          In the <b>Azure portal</b>, open <b>App registrations</b> and choose <b>New registration</b>.
        </Step>
        <Step number={2}>Name it “Heron”, choose who may use it, and leave the redirect URI empty.</Step>
        <Step number={3}>
          Under <b>Authentication</b>, set <b>Allow public client flows</b> to <b>Yes</b>. No client secret is made.
        </Step>
        <Step number={4}>
          Under <b>API permissions</b>, add <b>Microsoft Graph</b> → <b>Delegated permissions</b>:{' '}
          <Permission>IMAP.AccessAsUser.All</Permission>, <Permission>SMTP.Send</Permission>,{' '}
          <Permission>offline_access</Permission>.
          <span className="mt-1 block text-small text-muted">
            Microsoft lists these permissions under Graph. The token itself is still asked for with the scope{' '}
            <Permission>https://outlook.office.com/IMAP.AccessAsUser.All</Permission>, because Exchange turns away
            tokens made for Graph.
          </span>
        </Step>
        <Step number={5}>
          Choose <b>Grant admin consent</b>.
        </Step>
        <Step number={6}>
          Copy the <b>Application (client) ID</b> and the <b>Directory (tenant) ID</b> into the fields below.
        </Step>
      </ol>
      <div className="flex flex-wrap gap-2">
        <CopyButton label="Copy for your administrator" text={registrationText} />
      </div>
    </section>
  );
}

function Step({ number, children }: { readonly number: number; readonly children: ReactNode }) {
  return (
    <li className="flex gap-3">
      <span aria-hidden="true" className="w-4 shrink-0 text-end text-muted tabular-nums">
        {number}
      </span>
      <span className="min-w-0 [overflow-wrap:anywhere]">{children}</span>
    </li>
  );
}

function Permission({ children }: { readonly children: string }) {
  return <code className="font-mono text-small">{children}</code>;
}
