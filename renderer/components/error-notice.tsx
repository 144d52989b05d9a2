import { type ErrorActionKind, errorMessage, errorText, guidanceText } from '../../shared/error-texts.ts';
import type { AppError } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { Banner } from './banner.tsx';
import { Button } from './button.tsx';

export type ErrorActions = Partial<Record<ErrorActionKind, () => void>>;

interface ErrorNoticeProps {
  readonly error: AppError;
  /** What this place can do. The code's own action is shown if it is among them, else `retry` if that may help. */
  readonly actions?: ErrorActions;
  /** Takes the place of the code's sentence. */
  readonly title?: string;
  readonly shape?: 'strip' | 'box';
  readonly onDismiss?: () => void;
  /** A quiet button beside the error's own, for finding out more. */
  readonly more?: { readonly label: string; readonly run: () => void };
  /** Stands after the error's own sentences. */
  readonly note?: string;
  /** The error's button is the one thing to do on this screen. */
  readonly primary?: boolean;
}

/** The one button an error gets in a place that can do `actions`; null when the place can do nothing about it. */
export function errorButton(error: AppError, actions: ErrorActions): { label: string; run: () => void } | null {
  const { action } = errorText(error.code);
  const page = pageOf(error);
  if (page !== null && actions.open_page) return { label: texts().errors.openPage(page.host), run: actions.open_page };
  if (action.kind === 'open_page') return actions.retry ? { label: texts().errors.tryAgain, run: actions.retry } : null;
  const own = actions[action.kind];
  if (own) return { label: action.label, run: own };
  if (error.retryable && actions.retry) return { label: texts().errors.tryAgain, run: actions.retry };
  return null;
}

/** The page that the user is to open; null for an error without one. */
function pageOf({ guidance }: AppError): URL | null {
  return guidance?.page !== undefined && URL.canParse(guidance.page) ? new URL(guidance.page) : null;
}

/**
 * An error in its place (U3): what happened, the details the error carries, whose turn it is by colour and words, one button;
 * and where that opens a page, another one for trying again after what was done there.
 */
export function ErrorNotice({
  error,
  actions = {},
  title,
  shape,
  onDismiss,
  more,
  note,
  primary = false,
}: ErrorNoticeProps) {
  const { whose, title: standardTitle } = errorText(error.code);
  const { explanation, reference } = guidanceText(error.guidance);
  const button = errorButton(error, actions);
  const tone = whose === 'nobody' || whose === 'server' ? 'quiet' : 'turn';
  return (
    <Banner
      tone={tone}
      title={title ?? standardTitle}
      action={
        (button || more) && (
          <>
            {button && (
              <Button
                variant={primary ? 'primary' : 'plain'}
                className="max-w-full [overflow-wrap:anywhere]"
                onClick={button.run}
              >
                {button.label}
              </Button>
            )}
            {button && button.run === actions.open_page && actions.retry && (
              <Button variant="quiet" onClick={actions.retry}>
                {texts().errors.tryAgain}
              </Button>
            )}
            {more && (
              <Button variant="quiet" onClick={more.run}>
                {more.label}
              </Button>
            )}
          </>
        )
      }
      {...(shape ? { shape } : {})}
      {...(onDismiss ? { onDismiss } : {})}
    >
      {errorMessage(error)}
      {explanation && ` ${explanation}`}
      {note && ` ${note}`}
      {reference && (
        <span className="mt-1 block font-mono text-small text-muted">
          <span dir="ltr">{reference}</span>
        </span>
      )}
    </Banner>
  );
}
