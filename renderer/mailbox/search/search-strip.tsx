import { Bookmark, BookmarkCheck, SearchX } from 'lucide-react';
import { memo } from 'react';
import type { Folder } from '../../../shared/mail.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { folderName } from '../folders/folder-tree.ts';
import { type SearchScope, useMailbox } from '../mailbox-state.ts';
import { toggleSaved, useSavedSearches } from './kept-searches.ts';
import { endSearch, meantNow, namesList, scopeIn, searchIn, searchServer, typeSearch, useSearch } from './search.ts';

/** Where the search looks, how much of that is here, and the server's search for the rest. */
export const SearchStrip = memo(function SearchStrip({ folder }: { readonly folder: Folder | undefined }) {
  const { report, server, scope: chosen, text } = useSearch();
  const scope = useMailbox((state) => scopeIn(state, chosen, text));
  const words = texts().search;
  const over = useMailbox(({ open }) => open?.over ?? null);
  const isOfSeveral = useMailbox(({ lists }) => lists.size > 1);
  const here = over ? texts().mailbox.overAccounts.lists[over] : folder ? folderName(folder) : words.thisFolder;
  const scopes: [SearchScope, string][] = [
    ...(isOfSeveral ? [['everything', words.everywhere] satisfies [SearchScope, string]] : []),
    ...(over ? [] : [['account', words.allFolders] satisfies [SearchScope, string]]),
    ['folder', here],
  ];
  return (
    <div className="flex flex-none flex-col gap-1 border-b border-line ps-2 pe-3 pt-1 pb-1.5">
      <fieldset aria-label={words.where} className="flex min-w-0 gap-1">
        {scopes.map(([value, label]) => (
          <button
            key={value}
            type="button"
            aria-pressed={scope === value}
            onClick={() => searchIn(value)}
            className="h-6 min-w-0 truncate rounded-md px-2 text-small text-muted hover:bg-hover aria-pressed:bg-selected-idle aria-pressed:font-semibold aria-pressed:text-text"
          >
            <bdi>{label}</bdi>
          </button>
        ))}
      </fieldset>
      {server.kind === 'failed' && <ErrorNotice shape="strip" error={server.error} actions={{ retry: searchServer }} />}
      <div className="flex min-h-6 flex-wrap items-center gap-x-2 ps-2 text-small text-muted tabular-nums">
        <p className="min-w-0 flex-1 basis-60 text-pretty" role="status">
          {coverage(report, server, namesList(text))}
        </p>
        <SaveButton />
        {server.kind === 'not_asked' && report !== null && (report.withText < report.messages || namesList(text)) && (
          <Button variant="quiet" className="ms-auto h-6 shrink-0 text-small" onClick={() => void searchServer()}>
            {words.onServer}
          </Button>
        )}
      </div>
    </div>
  );
});

/** Puts the search into the sidebar, or takes it out again. */
function SaveButton() {
  const text = useSearch((state) => state.text.trim());
  const saved = useSavedSearches();
  const isSaved = saved.includes(text);
  const words = texts().search;
  return (
    <IconButton
      icon={isSaved ? BookmarkCheck : Bookmark}
      label={isSaved ? words.unsave : words.save}
      className="size-6"
      onClick={() => void toggleSaved(saved, text)}
    />
  );
}

type Search = ReturnType<typeof useSearch.getState>;

/**
 * "4,213 messages searched, 213 of them with their text", and what the server added.
 * @param isOfList mailing lists are asked for, which are known here of few messages
 */
function coverage(report: Search['report'], server: Search['server'], isOfList: boolean): string {
  const words = texts().search;
  switch (server.kind) {
    case 'asking':
      return words.asking;
    case 'answered':
      return [
        ...(report === null || report.notHere === 0 || report.fromServer > 0
          ? [words.serverFound(report?.fromServer ?? server.found)]
          : []),
        ...(report !== null && report.notHere > 0 ? [words.notHere(report.notHere)] : []),
        ...(server.refused > 0 ? [words.refused(server.refused)] : []),
      ].join(' ');
    default:
      if (report === null) return '';
      return isOfList
        ? words.listsKnown
        : words.covered(report.searched, report.messages, report.withText, report.files);
  }
}

/** What stands in the place of results where there are none. */
export function NothingFound({ text }: { readonly text: string }) {
  const words = texts().search;
  const meant = useSearch(meantNow);
  if (text.trim() === '')
    return (
      <EmptyState icon={SearchX} title={words.nothingLeft}>
        <Button onClick={() => void endSearch()}>{words.showAll}</Button>
      </EmptyState>
    );
  return (
    <EmptyState
      icon={SearchX}
      title={words.nothing(text.trim())}
      action={meant !== null && <Button onClick={() => void typeSearch(meant)}>{words.meant(meant)}</Button>}
    >
      {words.nothingHint}
    </EmptyState>
  );
}
