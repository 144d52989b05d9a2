import { laterComposer } from './later-composer.ts';

/**
 * Loads the composer and runs its editor's code once when the window has nothing else to do, out of sight, so that the first answer opens as fast as
 * the next. Returns what calls that off.
 */
export function prepareComposer(): () => void {
  let isWanted = true;
  const prepare = async (): Promise<void> => {
    await laterComposer.load();
    const { warmEditor } = await import('./warm-editor.ts');
    if (isWanted) requestIdleCallback(() => isWanted && warmEditor());
  };
  const idle = requestIdleCallback(() => void prepare());
  return () => {
    isWanted = false;
    cancelIdleCallback(idle);
  };
}
