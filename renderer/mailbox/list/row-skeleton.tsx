import { classNames } from '../../components/class-names.ts';
import { Skeleton } from '../../components/skeleton.tsx';
import type { RowLook } from './row-look.ts';

type SkeletonLook = Pick<RowLook, 'compact' | 'height' | 'preview' | 'tiles'>;

const senderWidths = ['w-32', 'w-24', 'w-40', 'w-28'];
const subjectWidths = ['w-4/5', 'w-3/5', 'w-11/12', 'w-2/3', 'w-3/4'];
const previewWidths = ['w-full', 'w-11/12', 'w-4/5'];

interface RowSkeletonProps {
  readonly index: number;
  readonly look: Omit<SkeletonLook, 'height'>;
}

/** The shape of a row whose content is on its way. */
export function RowSkeleton({ index, look }: RowSkeletonProps) {
  const { compact, preview, tiles } = look;
  const sender = senderWidths[index % senderWidths.length] ?? 'w-32';
  const subject = subjectWidths[index % subjectWidths.length] ?? 'w-4/5';
  if (compact) {
    return (
      <>
        <span className="w-1/3 max-w-48 shrink-0">
          <Skeleton className="w-3/4" />
        </span>
        <span className="min-w-0 flex-1">
          <Skeleton className={subject} />
        </span>
        <Skeleton className="w-10" />
      </>
    );
  }
  return (
    <>
      {tiles && <Skeleton className="mt-1.5 size-7 shrink-0" />}
      <div className="min-w-0 flex-1">
        <div className="flex h-[1lh] items-center justify-between">
          <Skeleton className={sender} />
          <Skeleton className="w-10" />
        </div>
        <div className="flex h-[1lh] items-center">
          <Skeleton className={subject} />
        </div>
        {previewWidths.slice(0, preview).map((width) => (
          <div key={width} className="flex h-[1lh] items-center">
            <Skeleton className={width} />
          </div>
        ))}
      </div>
    </>
  );
}

/** Rows of the real shape while nothing is known of the folder yet. @param heading CSS pixels kept for the first heading */
export function SkeletonRows({ look, heading }: { readonly look: SkeletonLook; readonly heading: number }) {
  const { compact, height } = look;
  return (
    <div aria-hidden="true" className="h-full overflow-hidden" style={{ paddingTop: heading }}>
      {Array.from({ length: compact ? 40 : 24 }, (_, index) => index).map((index) => (
        <div
          key={index}
          className={classNames(
            'flex overflow-hidden ps-6 pe-3',
            compact ? 'items-center gap-3' : 'items-start gap-2.5 py-1.5',
          )}
          style={{ height }}
        >
          <RowSkeleton index={index} look={look} />
        </div>
      ))}
    </div>
  );
}
