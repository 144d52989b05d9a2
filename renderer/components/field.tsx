import { type ReactNode, useId } from 'react';

/** What a field's control must carry so that its label, hint and error are tied to it. */
interface FieldControl {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
}

interface FieldProps {
  readonly label: string;
  /** One sentence under the control. */
  readonly hint?: ReactNode;
  /** What is wrong with the value; takes the hint's place. */
  readonly error?: string | null;
  readonly children: (control: FieldControl) => ReactNode;
}

/** Styles shared by single-line controls: 32 px high, border ≥ 3:1, red border when wrong. */
export const controlClass =
  'h-8 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2 text-base text-text ' +
  'focus-visible:-outline-offset-1 disabled:bg-sunken disabled:text-faint aria-invalid:border-danger aria-invalid:focus-visible:outline-danger';

/** A label, a control, and a hint or an error below it. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  const note = error || hint;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-small font-semibold text-muted">
        {label}
      </label>
      {children({ id, 'aria-describedby': note ? noteId : undefined, 'aria-invalid': error ? true : undefined })}
      {note && (
        <p
          id={noteId}
          role={error ? 'alert' : undefined}
          className={error ? 'text-small text-danger' : 'text-small text-muted'}
        >
          {note}
        </p>
      )}
    </div>
  );
}
