import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

interface EmptyStateProps {
  readonly title: string;
  readonly children?: ReactNode;
  readonly icon?: LucideIcon;
  readonly action?: ReactNode;
}

/** The middle of a view that has nothing to show: what that means, and perhaps one thing to do. */
export function EmptyState({ title, children, icon, action }: EmptyStateProps) {
  return (
    <div className="flex h-full flex-col items-center justify-center gap-1 p-6 text-center">
      {icon && <Icon icon={icon} size={24} className="mb-2 text-faint" />}
      <p className="font-semibold">{title}</p>
      {children && <p className="max-w-80 text-muted">{children}</p>}
      {action && <div className="mt-3">{action}</div>}
    </div>
  );
}
