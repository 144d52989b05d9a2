import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccountId, AccountView, AppInfo } from '../../shared/mail.ts';
import { type AppError, failure, success } from '../../shared/reply.ts';
import { setLanguage } from '../../shared/texts/texts.ts';
import { followAccounts, initialAccounts, useAccounts } from '../stores/accounts.ts';
import { followPreferences, initialPreferences, usePreferencesStore } from '../stores/preferences.ts';
import { type SettingsPage, useUi } from '../stores/ui.ts';
import type { FakeAnswers } from '../testing/fake-bridge.ts';
import { sampleGenericView } from '../testing/sample-accounts.ts';
import { sampleEffectivePreferences } from '../testing/sample-preferences.ts';
import {
  button,
  closeAll,
  field,
  heading,
  installBridge,
  press,
  pressKey,
  settle,
  show,
  type,
} from '../testing/test-window.tsx';
import { SettingsScreen } from './settings-screen.tsx';

const one = 'one' as AccountId;
const two = 'two' as AccountId;
const noRoom: AppError = { code: 'disk_full', params: { reason: 'mail' }, retryable: true };

function view(id: AccountId, label = ''): AccountView {
  const sample = sampleGenericView(id);
  return { ...sample, account: { ...sample.account, label } };
}

let stops: (() => void)[] = [];

async function open(page: SettingsPage, answers: FakeAnswers = {}) {
  const fake = installBridge({
    'app.setPreferences': success(null),
    'accounts.setLook': success(null),
    'accounts.reorder': success(null),
    'mail.imageSenders': success([]),
    'app.licences': success([]),
    ...answers,
  });
  stops = [followAccounts(), followPreferences()];
  useUi.setState({ screen: { kind: 'settings', page }, dialog: null });
  await show(<SettingsScreen />);
  return fake;
}

const said = () => document.querySelector('main')?.textContent ?? '';
const order = () =>
  [...document.querySelectorAll('main ol li')].map((row) => row.querySelector('[id^="open-"]')?.textContent);
const named = (role: string, name: string) => {
  const found = [...document.querySelectorAll<HTMLElement>(`[role="${role}"]`)].find((element) => {
    const label = document.querySelector(`label[for="${element.id}"]`)?.textContent;
    return (element.getAttribute('aria-label') ?? label ?? element.textContent) === name;
  });
  if (!found) throw new Error(`No ${role} “${name}” in: ${said()}`);
  return found;
};
const choose = (role: string, name: string) => act(async () => named(role, name).click());
const isOn = (name: string) => named('switch', name).getAttribute('aria-checked') === 'true';
const key = (name: string, alt: boolean) =>
  act(async () => {
    document.activeElement?.dispatchEvent(
      new KeyboardEvent('keydown', { key: name, altKey: alt, bubbles: true, cancelable: true }),
    );
  });

beforeEach(() => {
  usePreferencesStore.setState({ ...initialPreferences, preferences: sampleEffectivePreferences });
  useAccounts.setState({ ...initialAccounts, accounts: [view(one, 'Work'), view(two)] });
});
afterEach(async () => {
  for (const stop of stops) stop();
  await closeAll();
  setLanguage('en');
  useAccounts.setState(initialAccounts);
  usePreferencesStore.setState(initialPreferences);
});

describe('the settings', () => {
  it('U1 begin at the name of the page, go by arrows, and are left by Escape', async () => {
    await open('appearance');
    expect(document.activeElement?.textContent).toBe('Appearance');
    await pressKey('ArrowDown');
    expect(document.activeElement?.textContent).toBe('Notifications');
    await pressKey('Home');
    await pressKey('ArrowDown');
    expect(document.activeElement?.textContent).toBe('Work');
    await press('Work');
    expect(heading()).toBe('Work');
    await pressKey('Escape');
    expect(useUi.getState().screen.kind).toBe('mailbox');
  });

  it('have one stop of the Tab key for all pages', async () => {
    await open('privacy');
    const stopsOfTab = [...document.querySelectorAll<HTMLElement>('nav [data-page]')].filter(
      (link) => link.tabIndex === 0,
    );
    expect(stopsOfTab.map((link) => link.textContent)).toEqual(['Privacy']);
  });

  it('lead back to setup where there is no account', async () => {
    useAccounts.setState({ accounts: [] });
    await open('appearance');
    await pressKey('Escape');
    expect(useUi.getState().screen).toEqual({ kind: 'setup', canLeave: false });
  });
});

describe('preferences', () => {
  it('hold at once and are saved one by one', async () => {
    const { calls } = await open('appearance');
    await choose('radio', 'One line');
    await choose('radio', 'Largest');
    await choose('radio', 'Dark');
    await choose('switch', 'Hide messages that are marked as deleted');
    expect(document.documentElement.dataset).toMatchObject({ density: 'compact', textSize: 'largest' });
    expect(calls.map(({ input }) => input)).toEqual([
      { density: 'compact' },
      { textSize: 'largest' },
      { theme: 'dark' },
      { hideMarkedDeleted: true },
    ]);
  });

  it('U3 say why a choice was not saved, and show what holds; the next page is without it', async () => {
    await open('notifications', { 'app.setPreferences': failure(noRoom) });
    await choose('switch', 'Notify of new mail and of accounts that need you');
    expect(said()).toContain('This was not saved. There is no space left on the disk, so Heron could not save.');
    expect(isOn('Notify of new mail and of accounts that need you')).toBe(true);
    await press('Privacy');
    expect(said()).not.toContain('no space left');
    expect(usePreferencesStore.getState().error).toBeNull();
  });

  it('U3 name the reason where the desktop cannot do it', async () => {
    const preferences = { ...sampleEffectivePreferences, hasTray: false, canStartAtLogin: false };
    usePreferencesStore.setState({ preferences });
    await open('background');
    const keep = named('switch', 'Keep running in the tray when the window is closed');
    expect(keep.hasAttribute('disabled')).toBe(true);
    expect(keep.getAttribute('aria-checked')).toBe('false');
    expect(said()).toContain('no place for a tray icon');
    expect(said()).toContain('Heron cannot arrange this on this computer.');
  });

  it('are in German when that is spoken', async () => {
    setLanguage('de');
    await open('privacy');
    expect(heading()).toBe('Datenschutz');
    expect(said()).toContain('Was Heron nie tut');
  });
});

describe('pausing', () => {
  it('shows until when, and ends on request', async () => {
    const { calls, emit } = await open('background', { 'app.pause': success(null), 'app.resume': success(null) });
    await press('Pause for an hour');
    await settle(() => emit('app.pausedChanged', { pausedUntil: Date.UTC(2026, 10, 22, 12, 30) }));
    expect(document.querySelector('main time')?.getAttribute('datetime')).toBe('2026-11-22T12:30:00.000Z');
    await press('Resume');
    expect(calls.map(({ name }) => name)).toEqual(['app.pause', 'app.resume']);
  });
});

describe('the accounts in order', () => {
  const rowOf = (id: AccountId) => document.getElementById(`open-${id}`);

  it('U1 are moved by Alt and an arrow, with the focus, and it is said', async () => {
    const { calls } = await open('accounts');
    await act(async () => rowOf(one)?.focus());
    await key('ArrowDown', true);
    expect(order()).toEqual(['two@rossi.example', 'Workone@rossi.example']);
    expect(document.activeElement).toBe(rowOf(one));
    expect(said()).toContain('Work is now 2 of 2.');
    expect(calls).toEqual([{ name: 'accounts.reorder', input: { accountIds: [two, one] } }]);
    await key('ArrowDown', true);
    await key('ArrowUp', false);
    expect(calls).toHaveLength(1);
  });

  it('are moved by dragging one onto the other half of another', async () => {
    const { calls } = await open('accounts');
    const rows = [...document.querySelectorAll<HTMLElement>('main ol li')];
    const drag = (row: HTMLElement | undefined, name: string) =>
      act(async () => {
        const event = new MouseEvent(name, { bubbles: true, cancelable: true, clientY: 0 });
        Object.assign(event, { dataTransfer: { setData: () => {} } });
        row?.dispatchEvent(event);
      });
    // Without layout, each row is 0 px high and the pointer is in its lower half.
    await drag(rows[0], 'dragstart');
    await drag(rows[1], 'dragover');
    await drag(rows[1], 'drop');
    expect(calls).toEqual([{ name: 'accounts.reorder', input: { accountIds: [two, one] } }]);
  });

  it('U3 go back when the order cannot be saved', async () => {
    await open('accounts', { 'accounts.reorder': failure(noRoom) });
    await act(async () => rowOf(two)?.focus());
    await key('ArrowUp', true);
    expect(order()).toEqual(['Workone@rossi.example', 'two@rossi.example']);
    expect(said()).toContain('This was not saved. There is no space left on the disk, so Heron could not save.');
  });

  it('open the page of an account', async () => {
    await open('accounts');
    await act(async () => rowOf(two)?.click());
    expect(useUi.getState().screen).toEqual({ kind: 'settings', page: two });
  });

  it('U3 keep telling of new mail when silence cannot be saved', async () => {
    await open('accounts', { 'accounts.setLook': failure(noRoom) });
    await choose('switch', 'Notify of new mail in Work');
    expect(isOn('Notify of new mail in Work')).toBe(true);
    expect(said()).toContain('There is no space left on the disk, so Heron could not save.');
  });
});

describe('an account’s looks', () => {
  it('are saved as they change: the name when its field is left, the colour at once', async () => {
    const { calls } = await open(two);
    await act(async () => field('Name of this account').focus());
    await type('Name of this account', ' Home ');
    expect(calls).toEqual([]);
    await act(async () => field('Name of this account').blur());
    await choose('radio', 'Purple');
    expect(calls.map(({ input }) => input)).toEqual([
      { accountId: two, label: 'Home', colour: null, notify: true },
      { accountId: two, label: 'Home', colour: 'purple', notify: true },
    ]);
    expect(heading()).toBe('Home');
    expect(button('Home').dataset['page']).toBe(two);
  });

  it('U3 are as before when they cannot be saved', async () => {
    await open(two, { 'accounts.setLook': failure(noRoom) });
    await act(async () => field('Name of this account').focus());
    await type('Name of this account', 'Home');
    await pressKey('Enter');
    expect(field('Name of this account').value).toBe('');
    expect(heading()).toBe('two@rossi.example');
    expect(said()).toContain('This was not saved. There is no space left on the disk, so Heron could not save.');
  });

  it('take back what was typed on the first Escape, and leave on the second', async () => {
    await open(two);
    await act(async () => field('Name of this account').focus());
    await type('Name of this account', 'Home');
    await pressKey('Escape');
    expect(field('Name of this account').value).toBe('');
    expect(useUi.getState().screen.kind).toBe('settings');
    await pressKey('Escape');
    expect(useUi.getState().screen.kind).toBe('mailbox');
  });
});

describe('senders whose images are loaded', () => {
  it('can be taken back; what is left is asked for again', async () => {
    let senders = ['news@contoso.example', 'shop@rossi.example'];
    const { calls } = await open('privacy', {
      'mail.imageSenders': () => success(senders),
      'mail.removeImageSender': ({ sender }) => {
        senders = senders.filter((other) => other !== sender);
        return success(null);
      },
    });
    await press('Remove news@contoso.example');
    expect(calls.at(-2)).toEqual({ name: 'mail.removeImageSender', input: { sender: 'news@contoso.example' } });
    expect(said()).not.toContain('news@contoso.example');
    expect(said()).toContain('shop@rossi.example');
  });

  it('U3 say why the list cannot be read, and try again', async () => {
    const { answers } = await open('privacy', { 'mail.imageSenders': failure(noRoom) });
    expect(said()).toContain('There is no space left on the disk, so Heron could not save.');
    answers['mail.imageSenders'] = success([]);
    await press('Try again');
    expect(said()).toContain('None yet.');
  });
});

describe('storage', () => {
  const size = { octets: 1_234_000_000, texts: 12_345, textOctets: 312_000_000 };

  it('is limited by age and by size, each saved on its own', async () => {
    const { calls } = await open('storage', { 'storage.sizes': success([]) });
    await choose('radio', '30 days');
    await choose('radio', '2 GB');
    await choose('radio', 'No limit');
    const saved = calls.filter(({ name }) => name === 'app.setPreferences').map(({ input }) => input);
    expect(saved).toEqual([{ keepTexts: 'month' }, { textsCap: 2_000 }, { textsCap: null }]);
  });

  it('is told of each account; freeing it says what it came to, and what is left', async () => {
    let sizes = [{ ...size, accountId: one }];
    const { calls } = await open('storage', {
      'storage.sizes': () => success(sizes),
      'storage.free': () => {
        sizes = [{ ...size, accountId: one, octets: 734_000_000, texts: 1 }];
        return success({ freed: 500_000_000, reusable: 0 });
      },
    });
    expect(said()).toContain('Work1.2 GB12,345 texts: 312 MB');
    expect(said()).not.toContain('two@rossi.example');
    await press('Free space now');
    expect(document.querySelector('main [role="status"]')?.textContent).toBe('500 MB freed.');
    expect(said()).toContain('734 MB1 text: 312 MB');
    expect(calls.map(({ name }) => name)).toEqual(['storage.sizes', 'storage.free', 'storage.sizes']);
  });

  it('says so where nothing could be freed, and what a cache of an older Heron keeps', async () => {
    const { answers } = await open('storage', {
      'storage.sizes': success([{ ...size, accountId: one }]),
      'storage.free': success({ freed: 0, reusable: 0 }),
    });
    await press('Free space now');
    expect(said()).toContain('There was nothing to free.');
    answers['storage.free'] = success({ freed: 0, reusable: 40_000_000 });
    await press('Free space now');
    expect(document.querySelector('main [role="status"]')?.textContent).toBe('40 MB stay reserved for new mail.');
  });

  it('U3 says why space was not freed', async () => {
    await open('storage', {
      'storage.sizes': success([{ octets: 4_200_000, texts: 1, textOctets: 90, accountId: one }]),
      'storage.free': failure(noRoom),
    });
    await press('Free space now');
    expect(said()).toContain('There is no space left on the disk');
    expect(said()).toContain('1 text: 0.1 MB');
    expect(button('Free space now').disabled).toBe(false);
  });
});

describe('spelling', () => {
  it('H1 is off until the user asks for it, and says where dictionaries come from', async () => {
    const { calls } = await open('writing');
    expect(isOn('Check spelling while you write')).toBe(false);
    expect(said()).toContain('downloaded once from redirector.gvt1.com, a server of Google');
    expect(said()).not.toContain('German');
    await choose('switch', 'Check spelling while you write');
    expect(calls).toEqual([{ name: 'app.setPreferences', input: { spellChecking: true } }]);
    expect([...document.querySelectorAll('main li span')].map((each) => each.textContent)).toEqual([
      'British English',
      'German (Germany)',
    ]);
  });

  it('is checked in the languages that the user chooses', async () => {
    usePreferencesStore.setState({ preferences: { ...sampleEffectivePreferences, spellChecking: true } });
    const { calls } = await open('writing');
    await press('Remove British English');
    const select = document.querySelector<HTMLSelectElement>('main select');
    expect([...(select?.options ?? [])].map((option) => option.textContent)).toContain('Danish');
    await act(async () => {
      if (select === null) return;
      select.value = 'da';
      select.dispatchEvent(new Event('change', { bubbles: true }));
    });
    await press('Remove German (Germany)');
    expect(calls.map(({ input }) => input)).toEqual([
      { spellingLanguages: ['de-DE'] },
      { spellingLanguages: ['de-DE', 'da'] },
      { spellingLanguages: ['da'] },
    ]);
    await press('Remove Danish');
    expect(said()).toContain('There is no dictionary for the language of your system.');
  });

  it('is the system’s where it has its own', async () => {
    const spelling = { downloadedFrom: null, offered: [], ofSystem: [] };
    usePreferencesStore.setState({ preferences: { ...sampleEffectivePreferences, spelling } });
    await open('writing');
    expect(isOn('Check spelling while you write')).toBe(true);
    expect(said()).toContain('By the spell checker of your system');
    expect(document.querySelector('main select')).toBeNull();
  });
});

describe('shortcuts', () => {
  it('can do without single keys', async () => {
    const { calls } = await open('shortcuts');
    expect(said()).toContain('Archive');
    await choose('switch', 'Single keys');
    expect(calls).toEqual([{ name: 'app.setPreferences', input: { singleKeyShortcuts: false } }]);
  });
});

describe('about', () => {
  it('shows the folder, and finds a licence by name', async () => {
    const { calls } = await open('about', {
      'app.showProfileFolder': success(null),
      'app.licences': success([
        { name: 'imapflow', version: '2.1.2', licence: 'MIT', text: 'Granted.' },
        { name: 'zod', version: '4.6.7', licence: 'MIT', text: 'Free.' },
      ]),
    });
    await settle(() =>
      useAccounts.setState({
        info: {
          profileFolder: '/home/mario/Heron',
          secretStorage: { kind: 'session', reason: 'no_keyring' },
        } as AppInfo,
      }),
    );
    await press('Show in folder');
    expect(calls.at(-1)?.name).toBe('app.showProfileFolder');
    await type('Search', ' ZOD');
    expect(said()).not.toContain('imapflow');
    await act(async () => button('zod4.6.7MIT').focus());
    await press('zod4.6.7MIT');
    expect(document.querySelector('textarea')?.value).toBe('Free.');
    await pressKey('Escape');
    expect(document.activeElement).toBe(button('zod4.6.7MIT'));
    await type('Search', 'nothing');
    expect(said()).toContain('No package is called “nothing”.');
    await act(async () => field('Search').focus());
    await pressKey('Escape');
    expect(useUi.getState().screen.kind).toBe('settings');
    await type('Search', '');
    await pressKey('Escape');
    expect(useUi.getState().screen.kind).toBe('mailbox');
  });
});
