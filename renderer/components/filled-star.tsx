import { type LucideProps, Star } from 'lucide-react';
import { forwardRef } from 'react';

/** A star that is set. One that is not is lucide's own, in outline: a star is filled or it is not, and never crossed out. */
export const FilledStar = forwardRef<SVGSVGElement, LucideProps>((props, ref) => (
  <Star {...props} ref={ref} fill="var(--color-accent-text)" color="var(--color-accent-text)" />
));
FilledStar.displayName = 'FilledStar';
