import { Ellipsis, Pencil, X } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { AccountId } from '../../shared/mail.ts';
import { texts } from '../../shared/texts/texts.ts';
import type { DraftQuote } from '../../shared/writing.ts';
import { Banner } from '../components/banner.tsx';
import { Button } from '../components/button.tsx';
import { classNames } from '../components/class-names.ts';
import { IconButton } from '../components/icon-button.tsx';
import { heavinessOf } from '../reader/heaviness.ts';
import { LinkQuestion } from '../reader/link-question.tsx';
import { MessageFrame } from '../reader/message-frame.tsx';
import type { MailFindings } from '../reader/page-messages.ts';
import { useLinks } from '../reader/use-links.ts';

interface QuoteBlockProps {
  readonly accountId: AccountId;
  readonly quote: DraftQuote;
  readonly onRemove: () => void;
  /** The quote becomes part of the text that is written. */
  readonly onEdit: () => void;
}

/**
 * The original under an answer, folded to one line. What is sent is the sanitised original itself.
 */
export function QuoteBlock({ accountId, quote, onRemove, onEdit }: QuoteBlockProps) {
  const [open, setOpen] = useState(false);
  const words = texts().compose.quote;
  return (
    <section aria-label={words.label} className="mx-4 mb-4 flex-none">
      <div className="flex items-center gap-1">
        <IconButton
          icon={Ellipsis}
          label={open ? words.hide : words.show}
          aria-expanded={open}
          className="h-5 border border-line"
          onClick={() => setOpen(!open)}
        />
        <span
          className={classNames(
            'min-w-0 flex-1 ps-1 text-small text-muted rtl:text-right',
            open ? 'whitespace-pre-line' : 'truncate',
          )}
          dir="auto"
        >
          {open ? quote.attribution : firstLine(quote.attribution)}
        </span>
        <IconButton icon={Pencil} label={words.edit} className="size-6" onClick={onEdit} />
        <IconButton icon={X} label={words.remove} className="size-6" onClick={onRemove} />
      </div>
      {quote.reduced && (
        <div className="mt-2">
          <Banner tone="quiet" action={<Button onClick={onRemove}>{words.remove}</Button>}>
            {words.reduced}
          </Banner>
        </div>
      )}
      {open && <Quoted accountId={accountId} quote={quote} />}
    </section>
  );
}

/** Of a forwarded message's fields only the heading, without its dashes. */
function firstLine(attribution: string): string {
  const [line = ''] = attribution.split('\n');
  return line.replaceAll(/^-+ | -+$/g, '');
}

/** The original as it looks in the reader; its words, where it is plain text or cannot be drawn. */
function Quoted({ accountId, quote: { html, text } }: Pick<QuoteBlockProps, 'accountId' | 'quote'>) {
  const [findings, setFindings] = useState<MailFindings | null>(null);
  const [tooSlow, setTooSlow] = useState(false);
  const mail = useMemo(
    () => ({ html: html ?? '', accountId, messageId: 0, attachments: [], showRemote: false, dark: false }),
    [html, accountId],
  );
  const links = useLinks(null);
  if (html === null || tooSlow || heavinessOf(html) !== null) return <QuotedWords text={text} />;
  return (
    <div className="mt-2 flex h-96 flex-col border-s-2 border-line ps-1">
      <MessageFrame
        mail={mail}
        watched
        findings={findings}
        onFound={setFindings}
        onGivenUp={() => setTooSlow(true)}
        onLink={links.onLink}
        onHover={links.onHover}
      />
      <LinkQuestion pending={links.pending} onOpen={links.confirm} onCancel={links.dismiss} />
    </div>
  );
}

/** A region of its own that the keyboard can reach, because it scrolls. */
const scrolledRegion = (label: string) => ({ role: 'region', tabIndex: 0, 'aria-label': label }) as const;

function QuotedWords({ text }: { readonly text: string }) {
  return (
    <div
      {...scrolledRegion(texts().compose.quote.label)}
      data-selectable
      dir="auto"
      className="mt-2 max-h-96 overflow-y-auto border-s-2 border-line ps-3 text-body whitespace-pre-wrap text-muted [overflow-wrap:anywhere]"
    >
      {text}
    </div>
  );
}
