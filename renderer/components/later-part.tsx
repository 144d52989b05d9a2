import { type ComponentType, useEffect, useState } from 'react';

/** A part of the window whose code is not among what the window begins with. */
export interface Later<Props> {
  /** Loads the code, before the part is shown for the first time. What fails is tried again by whoever asks next. */
  readonly load: () => Promise<void>;
  /** The part, once its code is there. */
  readonly loaded: () => ComponentType<Props> | null;
}

/** @param importPart imports the component from a file that nothing else imports, so that the build makes a file of its own of it */
export function later<Props>(importPart: () => Promise<ComponentType<Props>>): Later<Props> {
  let part: ComponentType<Props> | null = null;
  let loading: Promise<void> | null = null;
  const load = async (): Promise<void> => {
    try {
      part = await importPart();
    } catch (error) {
      loading = null;
      throw error;
    }
  };
  return {
    load: () => {
      loading ??= load();
      return loading;
    },
    loaded: () => part,
  };
}

interface LaterPartProps<Props> {
  readonly part: Later<Props>;
  readonly props: Props;
}

/** Draws the part; nothing, until its code is there. */
export function LaterPart<Props extends object>({ part, props }: LaterPartProps<Props>) {
  const [isLoaded, setIsLoaded] = useState(part.loaded() !== null);
  useEffect(() => {
    // Also where the code came after this was drawn and before this runs.
    if (isLoaded) return;
    let isShown = true;
    // Where Heron's own files cannot be read, the rejection is left to the page's log.
    void part.load().then(() => isShown && setIsLoaded(true));
    return () => {
      isShown = false;
    };
  }, [part, isLoaded]);
  const Part = part.loaded();
  return Part === null ? null : <Part {...props} />;
}
