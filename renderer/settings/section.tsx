import { type ReactNode, useId } from 'react';

interface SectionProps {
  readonly title: string;
  /** Whether it is the first section of its page, which has no line above it. */
  readonly first?: boolean;
  readonly children: ReactNode;
}

interface PageTitleProps {
  readonly children: ReactNode;
  /** A sentence or an address below it. */
  readonly lead?: ReactNode;
}

/** The heading of a settings page. */
export function PageTitle({ children, lead }: PageTitleProps) {
  return (
    <div className="flex flex-col gap-1">
      <h1 data-selectable className="text-title font-semibold [overflow-wrap:anywhere]">
        <bdi>{children}</bdi>
      </h1>
      {lead && <p className="text-pretty text-muted [overflow-wrap:anywhere]">{lead}</p>}
    </div>
  );
}

/** A titled part of a settings page, divided from the one above by a line. */
export function Section({ title, first = false, children }: SectionProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className={first ? 'flex flex-col gap-4' : 'flex flex-col gap-4 border-t border-line pt-6'}
    >
      <h2 id={id} className="text-subject font-semibold">
        {title}
      </h2>
      {children}
    </section>
  );
}

/** Facts: a name and a value a line. */
export function Facts({ children }: { readonly children: ReactNode }) {
  return <dl className="grid grid-cols-[minmax(0,calc(var(--unit)*37))_minmax(0,1fr)] gap-x-4 gap-y-2">{children}</dl>;
}

interface FactProps {
  readonly name: string;
  readonly children: ReactNode;
}

/** One line of Facts. */
export function Fact({ name, children }: FactProps) {
  return (
    <>
      <dt className="text-muted [overflow-wrap:anywhere]">{name}</dt>
      <dd data-selectable className="tabular-nums [overflow-wrap:anywhere]">
        {children}
      </dd>
    </>
  );
}
