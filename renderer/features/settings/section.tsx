import { type ReactNode, useId } from 'react';

interface SectionProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** A titled part of a settings page, divided from the one above by a line. */
export function Section({ title, children }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex flex-col gap-4 border-t border-line pt-6">
      <h2 id={id} className="text-subject font-semibold">
        {title}
      </h2>
      {children}
    </section>
  );
}

/** Facts: a name and a value a line. */
export function Facts({ children }: { readonly children: ReactNode }) {
  return <dl className="grid grid-cols-[148px_minmax(0,1fr)] gap-x-4 gap-y-2">{children}</dl>;
}

interface FactProps {
  readonly name: string;
  readonly children: ReactNode;
}

/** One line of Facts. */
export function Fact({ name, children }: FactProps) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd data-selectable className="tabular-nums [overflow-wrap:anywhere]">
        {children}
      </dd>
    </>
  );
}
