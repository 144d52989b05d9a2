import { type Diagnosis, privateFacts, type Rung } from './diagnosis.ts';
import { type AppError, logText } from './reply.ts';
import { texts } from './texts/texts.ts';

interface ReportOptions {
  /** For example "Heron 0.1.0 (linux)". */
  readonly program: string;
  /** When it was written; milliseconds since the epoch. */
  readonly at: number;
  /** Whether names stay in: addresses, servers, whose mailbox it is. */
  readonly names: boolean;
  /** What the account is called: address, user name, servers. */
  readonly hidden: readonly string[];
  /** The account's protocol log; empty: it is left out. It holds no names, so it stays as it is. */
  readonly protocol: string;
}

/** A diagnosis as a text for somebody else. Without `names` it tells neither whose mailbox it is nor where. It never holds a secret: rungs have none. */
export function reportText({ rungs, verdict, error }: Diagnosis, options: ReportOptions): string {
  const blank = options.names ? (text: string) => text : withoutNames(options.hidden);
  const head = [
    options.program,
    new Date(options.at).toISOString(),
    '',
    verdict === null ? 'Not finished' : `Verdict: ${verdict} (${texts().verdicts.texts[verdict].title})`,
    ...(error === null ? [] : [`Error: ${blank(errorLine(error))}`]),
    '',
  ];
  const log = options.protocol === '' ? [] : ['', 'Protocol log', options.protocol.trimEnd()];
  return [...head, ...rungs.flatMap((rung) => rungLines(rung, options.names, blank)), ...log].join('\n').concat('\n');
}

function rungLines(rung: Rung, names: boolean, blank: (text: string) => string): string[] {
  const { name, state, startedAt, durationMs, skipped, error, facts, said } = rung;
  const time = startedAt === null ? '' : `, ${new Date(startedAt).toISOString().slice(11, 19)} UTC`;
  const took = durationMs === null ? '' : `, ${Math.round(durationMs)} ms`;
  const shown = facts.filter((fact) => names || !privateFacts.has(fact.name));
  return [
    `${name}: ${state}${skipped === null ? '' : ` (${skipped})`}${took}${time}`,
    ...(error === null ? [] : [`  error: ${blank(errorLine(error))}`]),
    ...shown.map((fact) => `  ${fact.name}: ${blank(fact.value)}`),
    ...said.map((line) => `  said: ${blank(line)}`),
  ];
}

function errorLine(error: AppError): string {
  const { reference, correlationId } = error.guidance ?? {};
  return [logText(error), reference, correlationId].filter((part) => part !== undefined).join(' ');
}

/** Takes out names that are known, and whatever looks like an address, a host, or a host in Base64 as Exchange's greeting has one. */
function withoutNames(hidden: readonly string[]): (text: string) => string {
  const known = [...new Set(hidden.filter((name) => name.length > 2))]
    .toSorted((a, b) => b.length - a.length)
    .map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const names = known.length === 0 ? null : new RegExp(known.join('|'), 'gi');
  return (text) =>
    (names === null ? text : text.replace(names, '<name>'))
      .replace(/[^\s<>()[\]"',;:=]+@[^\s<>()[\]"',;:=]+/g, '<address>')
      .replace(/\b\d{1,3}(\.\d{1,3}){3}\b|(?<![\w:])(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}(?![\w:])/gi, '<address>')
      .replace(/\bhttps?:\/\/\S+/gi, '<page>')
      .replace(/\b(?:[a-z0-9_-]+\.)+[a-z]{2,}\b/gi, (word) => (isNoHost(word) ? word : '<host>'))
      .replace(/[A-Za-z0-9+/=_-]{20,}/g, (word) => (/^[A-Z-]+$|^[a-z_]+$/.test(word) ? word : '…'));
}

/** Names of permissions look like hosts. */
function isNoHost(word: string): boolean {
  return /^(IMAP\.AccessAsUser\.All|SMTP\.Send|Mail\.(Send|Read|ReadWrite)|User\.Read)$/i.test(word);
}
