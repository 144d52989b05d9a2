import { type ReactNode, type SubmitEvent, useId, useLayoutEffect, useRef } from 'react';
import { flushSync } from 'react-dom';
import { texts } from '../../shared/texts/texts.ts';
import { Button } from '../components/button.tsx';

interface StepFrameProps {
  readonly title: string;
  /** Stands above the title; decorative. */
  readonly mark?: ReactNode;
  readonly lead?: ReactNode;
  readonly children?: ReactNode;
  /** The one primary button, and others before it. */
  readonly buttons?: ReactNode;
  /** Runs when the form is submitted, by Enter or by its submit button. */
  readonly onSubmit?: () => void;
  /** Runs on Escape and the Back button; absent, there is no Back button. */
  readonly onBack?: (() => void) | undefined;
  readonly backLabel?: string;
}

/**
 * One question of the setup: a form in one centred column, 420 px. Focus goes to the element marked `data-first`, else to the
 * title, so that a screen reader reads where it is.
 */
export function StepFrame({
  title,
  mark,
  lead,
  children,
  buttons,
  onSubmit,
  onBack,
  backLabel = texts().setup.back,
}: StepFrameProps) {
  const titleId = useId();
  const form = useRef<HTMLFormElement>(null);

  useLayoutEffect(() => {
    const first = form.current?.querySelector<HTMLElement>('[data-first]') ?? form.current?.querySelector('h1');
    first?.focus();
  }, []);

  useLayoutEffect(() => {
    if (!onBack) return;
    const listener = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) onBack();
    };
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, [onBack]);

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    // Errors are drawn at once, so that the first wrong field has the focus before the next key is pressed.
    flushSync(() => onSubmit?.());
    form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  };

  return (
    <form
      ref={form}
      noValidate
      aria-labelledby={titleId}
      onSubmit={submit}
      className="mx-auto flex w-full max-w-105 animate-appear flex-col gap-4 pt-[clamp(24px,12vh,112px)] pb-10"
    >
      <div className="flex flex-col gap-1">
        {mark}
        <h1 id={titleId} tabIndex={-1} className="text-title font-semibold [overflow-wrap:anywhere]">
          {title}
        </h1>
        {lead && <div className="text-muted [overflow-wrap:anywhere]">{lead}</div>}
      </div>
      {children}
      {(onBack || buttons) && (
        <div className="mt-2 flex flex-wrap items-center gap-2">
          {onBack && (
            <Button variant="quiet" className="-ms-3.25" onClick={onBack}>
              {backLabel}
            </Button>
          )}
          <span className="flex-1" />
          {buttons}
        </div>
      )}
    </form>
  );
}
