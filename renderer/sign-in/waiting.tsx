import { ProgressBar } from '../components/progress-bar.tsx';

/** Something is under way, and the user has nothing to do. */
export function Waiting({ text }: { readonly text: string }) {
  return (
    <div className="flex flex-col gap-3" role="status">
      <p className="text-muted [overflow-wrap:anywhere]">{text}…</p>
      <ProgressBar label={text} value={0} max={0} />
    </div>
  );
}
