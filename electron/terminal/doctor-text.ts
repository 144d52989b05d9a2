import type { Diagnosis, Rung } from '../../shared/diagnosis.ts';
import { errorMessage, guidanceText, letterText } from '../../shared/error-texts.ts';
import type { HelpDesk } from '../../shared/organisation.ts';
import { texts } from '../../shared/texts/texts.ts';
import { letterOf, verdicts } from '../../shared/verdicts.ts';
import { exitCodeOf } from './exit-codes.ts';

/** A diagnosis as a person reads it in a terminal. @param desk whom the organisation's people ask; null: it does not say */
export function doctorText(address: string, { rungs, verdict, error }: Diagnosis, desk: HelpDesk | null): string {
  const lines = [address, ...rungs.map(rungLine)];
  if (verdict === null) return [...lines, '', `  ${texts().diagnosis.ladder.stopped}`, ''].join('\n');
  const words = texts().verdicts;
  const { whose, action } = verdicts[verdict];
  const { explanation, reference } = guidanceText(error?.guidance);
  const letter = error === null ? null : letterOf(verdict, error);
  const command = commandFor(action, address);
  const parts = [
    words.texts[verdict].title,
    error === null ? null : [errorMessage(error), explanation].filter(Boolean).join(' '),
    words.texts[verdict].todo,
    `${words.turns[whose]}.${command === null ? '' : ` ${command}`}`,
    whose === 'admin' && desk !== null ? deskLine(desk) : null,
    reference,
    action === 'ask_administrator' && letter !== null ? `\n${letterText(letter, error?.guidance)}` : null,
  ];
  const told = parts.filter((part) => part !== null && part !== '').join('\n');
  return [...lines, '', ...told.split('\n').map((line) => (line === '' ? '' : `  ${line}`)), ''].join('\n');
}

function deskLine({ name, phone, mail, link }: HelpDesk): string {
  const ways = [phone, mail, link].filter((way) => way !== null);
  return `${texts().organisation.helpDesk.ask} ${[name, ...ways].join(' · ')}`;
}

/** A diagnosis as a program reads it. The account's owner asked for it, so names stay in. */
export function doctorData(address: string, accountId: string, diagnosis: Diagnosis, desk: HelpDesk | null) {
  const { verdict, error, rungs } = diagnosis;
  return {
    account: address,
    accountId,
    verdict,
    exitCode: verdict === null ? null : exitCodeOf(verdict),
    whose: verdict === null ? null : verdicts[verdict].whose,
    action: verdict === null ? null : verdicts[verdict].action,
    helpDesk: verdict !== null && verdicts[verdict].whose === 'admin' ? desk : null,
    title: verdict === null ? null : texts().verdicts.texts[verdict].title,
    todo: verdict === null ? null : texts().verdicts.texts[verdict].todo,
    message: error === null ? null : errorMessage(error),
    error,
    rungs,
  };
}

const marks = { pending: '·', running: '·', passed: '✓', failed: '✗', skipped: '–' } as const;

function rungLine({ name, state, durationMs, error, said }: Rung): string {
  const { rungs, milliseconds, states } = texts().diagnosis.ladder;
  const time = durationMs === null ? '' : ` (${milliseconds(Math.round(durationMs))})`;
  const line = `  ${marks[state]} ${rungs[name]}${state === 'skipped' ? `: ${states.skipped}` : time}`;
  if (state !== 'failed') return line;
  return [line, ...(error === null ? [] : [errorMessage(error)]), ...said].join('\n      ');
}

/** What helps, where a command does it. */
function commandFor(action: (typeof verdicts)[keyof typeof verdicts]['action'], address: string): string | null {
  const words = texts().terminal;
  if (action === 'sign_in') return words.run(`heron sign-in ${address}`);
  if (action === 'sign_in_by_browser') return words.run(`heron sign-in ${address} --browser`);
  if (action === 'retry' || action === 'close' || action === 'copy_report' || action === 'ask_administrator')
    return null;
  return words.inWindow(texts().verdicts.actions[action]);
}
