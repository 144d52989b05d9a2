import { classNames } from './class-names.ts';

/** A grey bar in the place of text that is on its way; appears after 150 ms. Give it width and height by class. */
export function Skeleton({ className }: { readonly className?: string }) {
  return (
    <span aria-hidden="true" className={classNames('block h-3 animate-skeleton rounded-sm bg-hover', className)} />
  );
}
