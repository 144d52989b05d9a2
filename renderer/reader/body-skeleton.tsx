import { Skeleton } from '../components/skeleton.tsx';

/** Stands in for a message's text while it is on its way. */
export function BodySkeleton() {
  return (
    <div aria-busy="true" className="flex flex-col gap-3 p-4">
      {['w-11/12', 'w-full', 'w-10/12', 'w-9/12', 'w-7/12'].map((width) => (
        <Skeleton key={width} className={`max-w-[76ch] ${width}`} />
      ))}
    </div>
  );
}
