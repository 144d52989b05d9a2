import { Fragment } from 'react';
import type { Shortcut } from '../../shared/commands.ts';
import { texts } from '../../shared/texts/texts.ts';
import { keyNames } from '../keyboard/shortcut-label.ts';

/** A shortcut as keys: [Ctrl] [K], or [G] then [I]. Written from left to right in every language, as on the keys. */
export function KeyCaps({ shortcut }: { readonly shortcut: Shortcut }) {
  const strokes = keyNames(shortcut);
  return (
    <span dir="ltr" className="inline-flex items-center gap-1 whitespace-nowrap text-small text-muted">
      {strokes.map((names, index) => (
        <Fragment key={names.join()}>
          {index > 0 && <span>{texts().commands.shortcuts.followedBy}</span>}
          {names.map((name) => (
            <Cap key={name} name={name} />
          ))}
        </Fragment>
      ))}
    </span>
  );
}

function Cap({ name }: { readonly name: string }) {
  return (
    <kbd className="inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-line bg-sunken px-1 font-sans text-small">
      {name}
    </kbd>
  );
}
