/** An address of the provider within a sentence: from left to right, and selectable. */
export function Shown({ text }: { readonly text: string }) {
  return (
    <span data-selectable dir="ltr" className="text-text [overflow-wrap:anywhere]">
      {text}
    </span>
  );
}
