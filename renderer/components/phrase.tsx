import { Fragment, type ReactNode } from 'react';

interface PhraseProps {
  /** A sentence of the catalogue: `{name}` stands for a part, `**bold**` and `` `code` `` for themselves. */
  readonly text: string;
  readonly parts?: Readonly<Record<string, ReactNode>>;
}

const marked = /(\*\*[^*]+\*\*|`[^`]+`|\{\w+\})/;

/** A sentence with elements in it, in whatever order its language puts them. What users typed goes into `parts`, never into `text`. */
export function Phrase({ text, parts = {} }: PhraseProps) {
  return text.split(marked).map((piece, index) => {
    const key = `${index} ${piece}`;
    if (piece.startsWith('**')) return <b key={key}>{piece.slice(2, -2)}</b>;
    if (piece.startsWith('`')) return <Code key={key}>{piece.slice(1, -1)}</Code>;
    if (piece.startsWith('{')) return <Fragment key={key}>{parts[piece.slice(1, -1)]}</Fragment>;
    return piece;
  });
}

function Code({ children }: { readonly children: string }) {
  return (
    <code dir="ltr" className="font-mono text-small">
      {children}
    </code>
  );
}
