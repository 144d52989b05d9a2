import { useEffect } from 'react';
import { texts } from '../../shared/texts/texts.ts';
import type { DraftId } from '../../shared/writing.ts';
import { call } from '../bridge.ts';
import { Button } from '../components/button.tsx';
import { ErrorNotice } from '../components/error-notice.tsx';
import { LaterPart } from '../components/later-part.tsx';
import { followDrafts, startInWindow, takeWindowFor, useCompose } from './composers.ts';
import { laterComposer } from './later-composer.ts';

/** A whole window for one draft. */
export function ComposeWindow({ draftId }: { readonly draftId: DraftId }) {
  const draft = useCompose(({ open }) => open.get(draftId));
  const error = useCompose((state) => state.error);
  const title = draft?.content.subject.trim() || texts().compose.titles[draft?.stored.start ?? 'new'];
  useEffect(() => {
    const opening = takeWindowFor(draftId);
    // While the draft is on its way.
    void laterComposer.load();
    const stop = followDrafts();
    return () => {
      stop();
      void opening;
    };
  }, [draftId]);
  useEffect(() => {
    document.title = title;
  }, [title]);
  const accountId = draft?.accountId;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const isNew =
        event.key.toLowerCase() === 'n' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
      if (!isNew || accountId === undefined) return;
      event.preventDefault();
      void startInWindow(accountId);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [accountId]);
  if (draft !== undefined) {
    return (
      <main className="h-full">
        <h1 className="sr-only">{title}</h1>
        <LaterPart part={laterComposer} props={{ draft }} />
      </main>
    );
  }
  return (
    <main className="mx-auto flex h-full max-w-105 flex-col justify-center gap-3 p-4">
      {error && (
        <>
          <ErrorNotice error={error} actions={{ retry: () => void takeWindowFor(draftId) }} />
          <Button onClick={() => void call('app.closeWindow', undefined)}>{texts().compose.close}</Button>
        </>
      )}
    </main>
  );
}
