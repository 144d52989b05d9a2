import { errorTexts } from '../../../shared/error-texts.ts';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { dismissNotice, useAccounts } from '../../stores/accounts.ts';
import { showSettings } from '../../stores/ui.ts';

/** What the user should know once and what belongs to no account; each stays until it is dismissed. */
export function Notices({ shape = 'strip' }: { readonly shape?: 'strip' | 'box' }) {
  const notices = useAccounts((state) => state.notices);
  return notices.map(({ id, error }) => {
    const { title, whose, action } = errorTexts[error.code];
    return (
      <Banner
        key={id}
        tone={whose === 'you' && error.code !== 'secret_not_saved' ? 'turn' : 'quiet'}
        shape={shape}
        title={title}
        onDismiss={() => void dismissNotice(id)}
        action={
          action.kind === 'review' &&
          shape === 'strip' && (
            <Button variant="quiet" onClick={() => showSettings('app')}>
              {action.label}
            </Button>
          )
        }
      >
        {error.message}
      </Banner>
    );
  });
}
