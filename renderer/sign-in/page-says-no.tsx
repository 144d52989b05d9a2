import { type ReactNode, useState } from 'react';
import type { PageRefusal, SignInId } from '../../shared/mail.ts';
import { texts } from '../../shared/texts/texts.ts';
import { call } from '../bridge.ts';
import { Button } from '../components/button.tsx';
import { RadioCards } from '../components/radio-cards.tsx';
import { TextField } from '../components/text-field.tsx';

const pages = ['approval', 'blocked', 'other_account', 'code'] as const;
type Page = (typeof pages)[number];

interface PageSaysNoProps {
  readonly signInId: SignInId;
  /** Stands beside the button that asks. */
  readonly beside: ReactNode;
}

/**
 * Asks what the provider's page shows: the provider tells the program nothing of a refusal that it shows to the person.
 * Main turns the answer into the error that the page stands for, which ends the sign-in with whose turn it is.
 */
export function PageSaysNo({ signInId, beside }: PageSaysNoProps) {
  const [open, setOpen] = useState(false);
  const words = texts().setup.pageSaysNo;
  if (open) return <Question signInId={signInId} onBack={() => setOpen(false)} />;
  return (
    <div className="-mx-3.25 flex flex-wrap justify-between gap-2">
      {beside}
      <Button variant="quiet" onClick={() => setOpen(true)}>
        {words.open}
      </Button>
    </div>
  );
}

/** Not a form of its own where it stands inside the setup's form: HTML knows no forms in forms. */
function Question({ signInId, onBack }: { readonly signInId: SignInId; readonly onBack: () => void }) {
  const [page, setPage] = useState<Page>('approval');
  const [code, setCode] = useState('');
  const [asked, setAsked] = useState(false);
  const words = texts().setup.pageSaysNo;
  const number = aadstsNumber(code);
  const submit = () => {
    setAsked(true);
    const said: PageRefusal | null = page !== 'code' ? { page } : number === null ? null : { page, code: number };
    if (said !== null) void call('signIn.pageSays', { signInId, said });
  };
  return (
    <fieldset className="flex flex-col gap-3 border-t border-line pt-4">
      <legend className="sr-only">{words.label}</legend>
      <h2 className="font-semibold">{words.question}</h2>
      <RadioCards
        label={words.label}
        value={page}
        options={pages.map((value) => ({ value, ...words.pages[value] }))}
        onChange={setPage}
      />
      {page === 'code' && (
        <TextField
          label={words.code}
          mono
          value={code}
          onChange={setCode}
          placeholder={words.codeExample}
          error={asked && number === null ? words.codeWrong : null}
          dir="ltr"
        />
      )}
      <div className="flex flex-wrap gap-2">
        <Button variant="quiet" className="-ms-3.25" onClick={onBack}>
          {words.back}
        </Button>
        <span className="flex-1" />
        <Button variant="primary" onClick={submit}>
          {words.submit}
        </Button>
      </div>
    </fieldset>
  );
}

/** The number of what people copy from the page: "AADSTS53003", "53003", or the whole line; null when there is none. */
function aadstsNumber(text: string): number | null {
  const digits = /AADSTS\s*(\d{4,8})\b/i.exec(text)?.[1] ?? /^\s*(\d{4,8})\s*$/.exec(text)?.[1];
  return digits === undefined ? null : Number(digits);
}
