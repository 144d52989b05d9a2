import type { Locator, Page } from '@playwright/test';

/**
 * What a person spends, by the keystroke-level model (Card, Moran and Newell, Communications of the ACM 23:7, 1980), in seconds: a key of an
 * average typist, pointing at something, a click, moving the hand between keyboard and mouse, and making up one's mind before
 * each decision. To that comes reading at 238 words a minute (Brysbaert, Journal of Memory and Language 109, 2019): of each screen its
 * heading, and the name of what is used there. What the computer takes is not the person's time.
 */
const seconds = { key: 0.28, point: 1.1, click: 0.1, home: 0.4, mind: 1.35, word: 60 / 238 } as const;

/** Counts what a person does. A decision is a field that is filled or a button that is chosen. */
export class Effort {
  decisions = 0;
  seconds = 0;
  #hand: 'keyboard' | 'mouse' = 'mouse';

  /** Looks at a screen. */
  async read(page: Page): Promise<void> {
    this.#words((await page.getByRole('heading').first().textContent()) ?? '');
  }

  /** Fills a field that has the focus already, and presses Enter. */
  async type(page: Page, label: string, text: string): Promise<void> {
    this.#decide();
    this.#words(label);
    this.#move('keyboard');
    this.seconds += (text.length + 1) * seconds.key;
    await page.getByLabel(label, { exact: true }).and(page.locator(':focus')).pressSequentially(text);
    await page.keyboard.press('Enter');
  }

  async click(button: Locator): Promise<void> {
    this.#decide();
    this.#words((await button.textContent()) ?? '');
    this.#move('mouse');
    this.seconds += seconds.point + seconds.click;
    await button.click();
  }

  #decide(): void {
    this.decisions += 1;
    this.seconds += seconds.mind;
  }

  #move(to: 'keyboard' | 'mouse'): void {
    if (this.#hand !== to) this.seconds += seconds.home;
    this.#hand = to;
  }

  #words(text: string): void {
    this.seconds += text.split(/\s+/).filter((word) => word !== '').length * seconds.word;
  }
}
