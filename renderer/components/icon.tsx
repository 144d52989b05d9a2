import type { LucideIcon } from 'lucide-react';

interface IconProps {
  readonly icon: LucideIcon;
  readonly className?: string;
  /** Pixels at the medium text size; 16 unless the place needs another. It grows with the text. */
  readonly size?: number;
}

/** A decorative icon, 16 px, stroke 1.75. Whatever it stands for is named by the text or control around it. */
export function Icon({ icon: Shape, className, size = 16 }: IconProps) {
  const side = `calc(var(--unit) * ${size / 4})`;
  return (
    <Shape
      aria-hidden="true"
      className={className ?? ''}
      style={{ width: side, height: side }}
      size={size}
      strokeWidth={1.75}
      absoluteStrokeWidth
    />
  );
}
