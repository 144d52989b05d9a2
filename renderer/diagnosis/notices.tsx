import { errorMessage, errorText, errorTurns } from '../../shared/error-texts.ts';
import type { AppError } from '../../shared/reply.ts';
import { Banner } from '../components/banner.tsx';
import { Button } from '../components/button.tsx';
import { dismissNotice, useAccounts } from '../stores/accounts.ts';
import { showSettings } from '../stores/ui.ts';

interface NoticesProps {
  readonly shape?: 'strip' | 'box';
  /** Shows only the notices that ask the user to do something. */
  readonly urgent?: boolean;
}

/** Notices that belong to no account; each stays until the user dismisses it. */
export function Notices({ shape = 'strip', urgent = false }: NoticesProps) {
  const notices = useAccounts((state) => state.notices);
  const shown = urgent ? notices.filter(({ error }) => isTurn(error)) : notices;
  return shown.map(({ id, error }) => {
    const { title, action } = errorText(error.code);
    return (
      <Banner
        key={id}
        tone={isTurn(error) ? 'turn' : 'quiet'}
        shape={shape}
        title={title}
        onDismiss={() => void dismissNotice(id)}
        action={
          action.kind === 'review' &&
          shape === 'strip' && (
            <Button variant="quiet" onClick={() => showSettings('about')}>
              {action.label}
            </Button>
          )
        }
      >
        {errorMessage(error)}
      </Banner>
    );
  });
}

function isTurn({ code }: AppError): boolean {
  return errorTurns[code].whose === 'you' && code !== 'secret_not_saved';
}
