import { FolderInput, Plus, Share } from 'lucide-react';
import { type DragEvent, useLayoutEffect, useRef, useState } from 'react';
import type { AccountId } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { call } from '../bridge.ts';
import { Button } from '../components/button.tsx';
import { ErrorNotice } from '../components/error-notice.tsx';
import { OrganisationFacts } from '../setup/organisation-facts.tsx';
import { useAccounts } from '../stores/accounts.ts';
import { useOrganisation } from '../stores/organisation.ts';
import { showMoveIn, showSetup } from '../stores/ui.ts';
import { accountName, movedTo, reorderAccounts } from './account-looks.ts';
import { AccountRow, openButtonId } from './account-row.tsx';
import { PageTitle, Section } from './section.tsx';

/** All accounts, in the order they have everywhere. */
export function AccountsPage() {
  const accounts = useAccounts((state) => state.accounts) ?? [];
  const [error, setError] = useState<AppError | null>(null);
  const [said, setSaid] = useState('');
  const words = texts().settings;
  const coloured = accounts.some(({ account }) => account.colour !== null);
  const ids = accounts.map(({ account }) => account.id);
  const focusAfterMove = useRef<AccountId | null>(null);

  // A row loses the focus when it is moved in the document.
  useLayoutEffect(() => {
    const id = focusAfterMove.current;
    focusAfterMove.current = null;
    if (id) document.getElementById(openButtonId(id))?.focus();
  });

  const move = async (id: AccountId, place: number, keepFocus: boolean) => {
    const order = movedTo(ids, id, place);
    const moved = accounts.find(({ account }) => account.id === id);
    if (order === ids || !moved) return;
    setError(null);
    if (keepFocus) focusAfterMove.current = id;
    setSaid(words.accounts.moved(accountName(moved.account), order.indexOf(id) + 1, order.length));
    const reply = await reorderAccounts(order);
    if (reply.ok) return;
    setSaid('');
    setError(reply.error);
  };
  const drag = useDrag((id, place) => void move(id, place, false));

  return (
    <>
      <PageTitle lead={accounts.length === 0 ? words.accounts.none : words.accounts.lead}>
        {words.pages.accounts}
      </PageTitle>
      {error && <ErrorNotice error={error} title={words.notSaved} onDismiss={() => setError(null)} />}
      {accounts.length > 0 && (
        <ol aria-label={words.accounts.list} className="flex flex-col rounded-md border border-line" {...drag.list}>
          {accounts.map((view, index) => (
            <AccountRow
              key={view.account.id}
              view={view}
              coloured={coloured}
              isFirst={index === 0}
              isLast={index === accounts.length - 1}
              dragged={drag.dragged === view.account.id}
              dropLine={drag.lineAt(index, ids)}
              dragHandlers={drag.row(view.account.id, index, ids)}
              onMove={(by, keepFocus) => void move(view.account.id, index + by, keepFocus)}
              onFailed={setError}
            />
          ))}
        </ol>
      )}
      <p role="status" className="sr-only">
        {said}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button icon={Plus} onClick={showSetup}>
          {words.accounts.add}
        </Button>
        <Button icon={FolderInput} onClick={showMoveIn}>
          {texts().moving.settings.open}
        </Button>
        {accounts.length > 0 && <ExportButton onFailed={setError} />}
      </div>
      <OrganisationSection onFailed={setError} />
    </>
  );
}

/** The organisation that Heron is set up for. */
function OrganisationSection({ onFailed }: { readonly onFailed: (error: AppError | null) => void }) {
  const organisation = useOrganisation((state) => state.organisation);
  if (organisation === null) return null;
  const words = texts().organisation.settings;
  const forget = async () => {
    const reply = await call('organisation.forget', undefined);
    onFailed(reply.ok ? null : reply.error);
  };
  return (
    <Section title={`${words.title}: ${organisation.name}`}>
      <p className="text-pretty text-muted">{organisation.managed ? words.managed : words.own}</p>
      <OrganisationFacts organisation={organisation} />
      {!organisation.managed && (
        <Button className="self-start" onClick={() => void forget()}>
          {words.forget}
        </Button>
      )}
    </Section>
  );
}

/** Saves the accounts for another computer, and says where. */
function ExportButton({ onFailed }: { readonly onFailed: (error: AppError | null) => void }) {
  const [path, setPath] = useState<string | null>(null);
  const words = texts().moving.settings;
  const save = async () => {
    onFailed(null);
    const reply = await call('moving.export', undefined);
    if (!reply.ok) onFailed(reply.error);
    else if (reply.value.path !== null) setPath(reply.value.path);
  };
  return (
    <>
      <Button icon={Share} onClick={() => void save()}>
        {words.export}
      </Button>
      <p role="status" data-selectable className="w-full text-muted [overflow-wrap:anywhere] empty:hidden">
        {path !== null && words.exported(path)}
      </p>
    </>
  );
}

/** Dragging a row to another place in its list. A gap is the place between two rows: gap 0 is before the first. */
function useDrag(onDrop: (id: AccountId, place: number) => void) {
  const [dragged, setDragged] = useState<AccountId | null>(null);
  const [gap, setGap] = useState<number | null>(null);
  const end = () => {
    setDragged(null);
    setGap(null);
  };
  /** Whether dropping the dragged row there would move it. */
  const changes = (at: number, ids: readonly AccountId[]) => {
    const from = dragged === null ? -1 : ids.indexOf(dragged);
    return from >= 0 && at !== from && at !== from + 1;
  };
  return {
    dragged,
    lineAt: (index: number, ids: readonly AccountId[]): 'before' | 'after' | null => {
      if (gap === null || !changes(gap, ids)) return null;
      if (gap === index) return 'before';
      return gap === ids.length && index === ids.length - 1 ? 'after' : null;
    },
    list: { onDragEnd: end },
    row: (id: AccountId, index: number, ids: readonly AccountId[]) => ({
      onDragStart: (event: DragEvent) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('application/x-heron-account', id);
        setDragged(id);
      },
      onDragOver: (event: DragEvent) => {
        if (dragged === null) return;
        event.preventDefault();
        const box = event.currentTarget.getBoundingClientRect();
        setGap(event.clientY < box.top + box.height / 2 ? index : index + 1);
      },
      onDrop: (event: DragEvent) => {
        event.preventDefault();
        if (dragged !== null && gap !== null && changes(gap, ids)) {
          onDrop(dragged, gap > ids.indexOf(dragged) ? gap - 1 : gap);
        }
        end();
      },
    }),
  };
}
