interface ProgressBarProps {
  readonly label: string;
  readonly value: number;
  /** 0 while the amount is not known yet: the bar then shows a short moving piece. */
  readonly max: number;
}

/** A thin bar. Only its transform changes, which needs no layout. */
export function ProgressBar({ label, value, max }: ProgressBarProps) {
  const share = max > 0 ? Math.min(1, value / max) : 0;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      {...(max > 0 ? { 'aria-valuenow': value, 'aria-valuemax': max } : {})}
      className="h-1 w-full overflow-hidden rounded-full bg-pressed"
    >
      {max > 0 ? (
        <div
          className="h-full origin-left rounded-full bg-accent rtl:origin-right transition-transform duration-180"
          style={{ transform: `scaleX(${share})` }}
        />
      ) : (
        <div className="h-full w-1/4 animate-seek rounded-full bg-accent" />
      )}
    </div>
  );
}
