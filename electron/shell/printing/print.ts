import { randomUUID } from 'node:crypto';
import { BrowserWindow, type WebContents } from 'electron';
import { AppFailure } from '../../../shared/reply.ts';
import type { PrintPages } from '../../bridge/print-pages.ts';
import { cleanText } from '../../mail/clean-text.ts';
import type { Clock } from '../../platform/clock.ts';

/** How long a page may take to be drawn, with its images. */
const deadlineMs = 30_000;

interface PrintPorts {
  /** Where the page's address leads to while it is printed. */
  readonly pages: PrintPages;
  readonly clock: Clock;
  /** The paper that PDFs are made for. */
  readonly paper: 'A4' | 'Letter';
}

/**
 * Draws pages in a hidden window for the printer or as PDF. Scripts are off there, it has no bridge, and a process of its own, which ends with
 * it: what the mail makes it do, neither Heron's window nor main waits for.
 */
export function createPrinter({ pages, clock, paper }: PrintPorts) {
  const withPage = async <T>(html: string, use: (contents: WebContents) => Promise<T>): Promise<T> => {
    const id = randomUUID();
    const window = new BrowserWindow({
      show: false,
      width: 794,
      height: 1123,
      webPreferences: {
        javascript: false,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: false,
        backgroundThrottling: false,
      },
    });
    let stopClock = () => {};
    const tooLong = new Promise<never>((_resolve, reject) => {
      stopClock = clock.after(deadlineMs, () =>
        reject(new AppFailure({ code: 'not_printed', params: { reason: 'not_drawn' }, retryable: true })),
      );
    });
    try {
      await Promise.race([window.loadURL(pages.add(id, html)), tooLong]);
      stopClock();
      return await use(window.webContents);
    } finally {
      stopClock();
      pages.remove(id);
      window.destroy();
    }
  };
  return {
    /** @returns the PDF's octets. Throws AppFailure (not_printed). */
    toPdf: (html: string): Promise<Uint8Array> =>
      withPage(html, (contents) => contents.printToPDF({ printBackground: true, pageSize: paper })),
    /** Asks by the system's dialog where to print. Resolves when that has taken it, or the user cancelled. Throws AppFailure (not_printed). */
    toPrinter: (html: string): Promise<void> =>
      withPage(
        html,
        (contents) =>
          new Promise((resolve, reject) => {
            contents.print({ silent: false, printBackground: true }, (isDone, reason) => {
              if (isDone || /cancel/i.test(reason)) resolve();
              else {
                const said = cleanText(reason, 200);
                reject(new AppFailure({ code: 'not_printed', params: { reason: 'by_system', said }, retryable: true }));
              }
            });
          }),
      ),
  };
}

/** Where letters are written on the paper of North America, by CLDR's territories. */
const letterCountries: ReadonlySet<string> = new Set('BZ CA CL CO CR GT MX NI PA PH PR SV US VE'.split(' '));

/** The usual paper of a country. @param country ISO 3166, two letters; empty where it is not known */
export function paperOf(country: string): 'A4' | 'Letter' {
  return letterCountries.has(country) ? 'Letter' : 'A4';
}

export type Printer = ReturnType<typeof createPrinter>;
