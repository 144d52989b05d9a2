import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../shared/diagnosis.ts';
import { rungNames } from '../../shared/finding.ts';
import { type AppError, success } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { sampleErrorOf } from '../../shared/verdict-samples.ts';
import { type VerdictId, verdictIds, verdicts } from '../../shared/verdicts.ts';
import { AccountDialogs } from '../settings/account-dialogs.tsx';
import { useAccounts } from '../stores/accounts.ts';
import { useProxyDialog } from '../stores/proxy-dialog.ts';
import { showDialog, useUi } from '../stores/ui.ts';
import { sampleGenericView } from '../testing/sample-accounts.ts';
import { button, closeAll, installBridge, press, settle, show } from '../testing/test-window.tsx';

const view = sampleGenericView('account', 'ada');
const accountId = view.account.id;
const refused: AppError = {
  code: 'authentication_failed',
  params: { reason: 'password_refused', server: 'mail.contoso.example:993', said: 'Go away' },
  retryable: false,
  guidance: { page: 'https://accounts.example.org/', letter: { kind: 'basic_auth_blocked' } },
};
const rungs: Diagnosis['rungs'] = rungNames.map((name) => ({
  name,
  state: 'passed',
  startedAt: 0,
  durationMs: 12,
  error: null,
  skipped: null,
  facts: [],
  said: name === 'greeting' ? ['* OK ready'] : [],
}));
const found = (verdict: VerdictId, more: Partial<Diagnosis> = {}): Diagnosis => ({
  rungs,
  verdict,
  error: verdict === 'all_well' ? null : refused,
  ...more,
});
const said = () => document.querySelector('[role="dialog"]')?.textContent ?? '';

beforeEach(() => {
  useUi.setState({ screen: { kind: 'mailbox' }, dialog: null });
  useAccounts.setState({ accounts: [view] });
});
afterEach(closeAll);

async function diagnosed(diagnosis: Diagnosis) {
  const bridge = installBridge({
    'diagnosis.run': success(diagnosis),
    'app.copyText': success(null),
    'app.openExternal': success(null),
  });
  await show(<AccountDialogs />);
  await settle(() => showDialog({ kind: 'diagnose', accountId }));
  const names = () => bridge.calls.map(({ name }) => name).filter((name) => name !== 'diagnosis.protocolLog');
  return { bridge, names };
}

describe('the diagnosis', () => {
  it.each(verdictIds)('%s says what happened, whose turn it is, and its one button does something', async (verdict) => {
    const { bridge, names } = await diagnosed(found(verdict));
    const words = texts().verdicts;
    expect(said()).toContain(words.texts[verdict].title);
    expect(said()).toContain(words.texts[verdict].todo);
    expect(said()).toContain(words.turns[verdicts[verdict].whose]);
    const before = names().length;
    const primary = document.querySelector<HTMLButtonElement>(
      '[role="dialog"] [role="status"] button, [role="dialog"] [role="alert"] button',
    );
    if (primary === null) throw new Error('No button');
    await settle(() => primary.click());
    const { dialog, screen } = useUi.getState();
    const did = {
      calls: names().slice(before),
      dialog: dialog?.kind ?? null,
      settings: screen.kind === 'settings' ? screen.page : null,
      proxy: useProxyDialog.getState().again !== null,
    };
    const { action } = verdicts[verdict];
    const expected: Readonly<Record<typeof action, Partial<typeof did>>> = {
      retry: { calls: ['diagnosis.run'] },
      sign_in: { dialog: 'sign_in' },
      sign_in_by_browser: { dialog: 'sign_in' },
      enter_proxy_password: { proxy: true },
      edit_password: { dialog: 'sign_in' },
      sign_in_with_microsoft: { dialog: 'switch_to_oauth2' },
      edit_server: { settings: accountId },
      edit_registration: { settings: accountId },
      ask_administrator: { calls: ['app.copyText'] },
      open_page: { calls: ['app.openExternal'] },
      close: { dialog: null },
      copy_report: { calls: ['app.copyText'] },
    };
    expect(did).toMatchObject(expected[action]);
    expect(bridge.calls[0]?.input).toMatchObject({ accountId, repeatRefused: false });
  });

  it.each(verdictIds)(
    '%s has exactly one action, which leads somewhere even when the error tells no more',
    async (verdict) => {
      const { names } = await diagnosed(found(verdict, { error: sampleErrorOf(verdict) }));
      const { action } = verdicts[verdict];
      const banner = document.querySelector('[role="dialog"] .rounded-md:has(button[data-first])');
      expect(banner?.querySelectorAll('button')).toHaveLength(1);
      expect(banner?.querySelector('button')?.textContent).toBe(texts().verdicts.actions[action]);
      useProxyDialog.setState({ again: null });
      const seen = () => [names().length, JSON.stringify(useUi.getState()), useProxyDialog.getState().again !== null];
      const before = seen();
      await settle(() => banner?.querySelector('button')?.click());
      expect(seen()).not.toEqual(before);
      if (action === 'ask_administrator' || action === 'copy_report')
        expect(said()).toContain(texts().diagnosis.copied);
    },
  );

  it('shows the rungs as they run, and the server’s own words behind each', async () => {
    const bridge = installBridge({ 'diagnosis.run': 'never', 'diagnosis.cancel': success(null) });
    await show(<AccountDialogs />);
    await settle(() => showDialog({ kind: 'diagnose', accountId }));
    const { diagnosisId } = Object(bridge.calls[0]?.input) as { diagnosisId: string };
    const running = rungs.map((rung, index) => ({ ...rung, state: index < 4 ? rung.state : ('pending' as const) }));
    await settle(() =>
      bridge.emit('diagnosis.progress', { diagnosisId, diagnosis: { rungs: running, verdict: null, error: null } }),
    );
    const states = () => [...document.querySelectorAll('[data-state]')].map((each) => each.getAttribute('data-state'));
    expect(states().filter((state) => state === 'passed')).toHaveLength(4);
    expect(said()).not.toContain('* OK ready');
    const line = [...document.querySelectorAll('button')].find((each) =>
      each.textContent?.startsWith(texts().diagnosis.ladder.rungs.greeting),
    );
    await settle(() => line?.click());
    expect(said()).toContain('* OK ready');
    await press(texts().diagnosis.ladder.stop);
    expect(bridge.calls.map(({ name }) => name)).toContain('diagnosis.cancel');
  });

  it('sends a refused password once more only when the user says so', async () => {
    const skipped = rungs.map((rung) =>
      rung.name === 'sign_in' ? { ...rung, state: 'skipped' as const, skipped: 'refused_before' as const } : rung,
    );
    const { bridge } = await diagnosed(found('password_refused', { rungs: skipped }));
    expect(said()).toContain(texts().diagnosis.ladder.notRepeated);
    await press(texts().diagnosis.ladder.repeat);
    const runs = bridge.calls.filter(({ name }) => name === 'diagnosis.run');
    expect(runs.at(-1)).toMatchObject({ input: { repeatRefused: true } });
  });

  it('copies a report without names unless they are wanted', async () => {
    const { bridge } = await diagnosed(found('password_refused'));
    await press(texts().verdicts.actions.copy_report);
    const text = () => String((Object(bridge.calls.at(-1)?.input) as { text?: string }).text);
    expect(text()).toContain('password_refused');
    expect(text()).not.toContain('contoso');
    await settle(() => document.querySelector<HTMLElement>('[role="switch"]')?.click());
    await press(texts().verdicts.actions.copy_report);
    expect(text()).toContain('mail.contoso.example:993');
    expect(button(texts().diagnosis.ladder.save)).toBeTruthy();
  });

  it('keeps what is for administrators folded, where passwords are blocked', async () => {
    await diagnosed(
      found('basic_auth_blocked', {
        error: {
          ...refused,
          code: 'basic_auth_blocked',
          params: { reason: 'no_passwords', server: 'x:1' },
        } as AppError,
      }),
    );
    expect(said()).not.toContain('AllowBasicAuthImap');
    await press(texts().diagnosis.ladder.basicAuth.label);
    expect(said()).toContain('New-AuthenticationPolicy');
    expect(said()).toContain('Set-User');
  });
});
