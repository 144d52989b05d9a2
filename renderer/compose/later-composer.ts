import { later } from '../components/later-part.tsx';

/** The composer. With its editor it is a third of the window's code, without which a window begins. */
export const laterComposer = later(async () => {
  const { Composer } = await import('./composer.tsx');
  return Composer;
});
