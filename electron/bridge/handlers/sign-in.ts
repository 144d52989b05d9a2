import { success } from '../../../shared/reply.ts';
import type { SignInManager } from '../../auth/sign-in-manager.ts';
import { externalUrl } from '../../platform/external-url.ts';
import type { HandlersOf } from '../register.ts';

interface SignInPorts {
  readonly signIns: SignInManager;
  readonly copyText: (text: string) => void;
  /** Hands a checked URL to the system's browser. */
  readonly openUrl: (url: string) => Promise<void>;
}

/** Signing in by browser or by device code, as the window drives it. */
export function signInHandlers({ signIns, copyText, openUrl }: SignInPorts): HandlersOf<'signIn'> {
  return {
    'signIn.start': async (input) => signIns.start(input),
    'signIn.state': async ({ signInId }) => signIns.state(signInId),
    'signIn.copyAndOpen': async ({ signInId }) => {
      const code = signIns.code(signInId);
      if (!code.ok) return code;
      copyText(code.value.userCode);
      const page = externalUrl(code.value.verificationUri);
      if (page !== null) await openUrl(page);
      return success(null);
    },
    'signIn.openPage': async ({ signInId }) => signIns.openPage(signInId),
    'signIn.copyPage': async ({ signInId }) => {
      const page = signIns.page(signInId);
      if (!page.ok) return page;
      copyText(page.value);
      return success(null);
    },
    'signIn.pageSays': async ({ signInId, said }) => signIns.pageSays(signInId, said),
    'signIn.newCode': async ({ signInId }) => signIns.newCode(signInId),
    'signIn.confirmIdentity': async ({ signInId, accept }) => signIns.confirm(signInId, accept),
    'signIn.cancel': async ({ signInId }) => signIns.cancel(signInId),
  };
}
