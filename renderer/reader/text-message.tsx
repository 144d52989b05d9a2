import { useMemo } from 'react';
import { classNames } from '../components/class-names.ts';
import { keyed } from './keyed.ts';
import { type TextPiece, textBlocks } from './text-blocks.ts';

interface TextMessageProps {
  readonly text: string;
  readonly onLink: (link: { readonly href: string; readonly text: string }) => void;
  readonly onHover: (href: string | null) => void;
}

/** Plain text: at most 76 characters wide, addresses can be clicked, quotes are dimmed. */
export function TextMessage({ text, onLink, onHover }: TextMessageProps) {
  const blocks = useMemo(() => keyed(textBlocks(text)), [text]);
  return (
    <div
      data-selectable
      className="max-w-[76ch] p-4 text-body whitespace-pre-wrap [overflow-wrap:anywhere]"
      // Each paragraph takes the direction of its own text, whatever the window's language.
      dir="auto"
    >
      {blocks.map(([key, block]) => (
        <div
          key={key}
          data-own={block.depth === 0 || undefined}
          className={classNames(
            '[unicode-bidi:plaintext]',
            block.depth > 0 && 'border-s-2 border-line ps-3 text-muted [[data-own]+&]:mt-2',
          )}
          style={block.depth > 1 ? { marginInlineStart: `${(Math.min(block.depth, 6) - 1) * 12}px` } : undefined}
        >
          {keyed(block.pieces).map(([pieceKey, piece]) => (
            <Piece key={pieceKey} piece={piece} onLink={onLink} onHover={onHover} />
          ))}
        </div>
      ))}
    </div>
  );
}

function Piece({
  piece,
  onLink,
  onHover,
}: { readonly piece: TextPiece } & Pick<TextMessageProps, 'onLink' | 'onHover'>) {
  if (piece.kind === 'text') return piece.text;
  return (
    <a
      href={piece.href}
      className="text-accent-text underline"
      draggable={false}
      onClick={(event) => {
        event.preventDefault();
        onLink(piece);
      }}
      onAuxClick={(event) => event.preventDefault()}
      onMouseEnter={() => onHover(piece.href)}
      onMouseLeave={() => onHover(null)}
      onFocus={() => onHover(piece.href)}
      onBlur={() => onHover(null)}
    >
      {piece.text}
    </a>
  );
}
