import type { LucideIcon } from 'lucide-react';

interface IconProps {
  readonly icon: LucideIcon;
  readonly className?: string;
  /** Pixels; 16 unless the place needs another. */
  readonly size?: number;
}

/** A decorative icon, 16 px, stroke 1.75. Whatever it stands for is named by the text or control around it. */
export function Icon({ icon: Shape, className, size = 16 }: IconProps) {
  return <Shape aria-hidden="true" className={className ?? ''} size={size} strokeWidth={1.75} absoluteStrokeWidth />;
}
