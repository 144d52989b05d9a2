import type { ReactNode } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import { texts } from '../../shared/texts/texts.ts';
import { classNames } from '../components/class-names.ts';
import { Sidebar } from './folders/sidebar.tsx';
import { useRail } from './folders/use-rail.ts';

interface PanesProps {
  /** The reader has no place of its own: `reader` is null. */
  readonly narrow: boolean;
  /** The reader is below the list. */
  readonly below: boolean;
  readonly list: ReactNode;
  readonly reader: ReactNode;
}

/**
 * The sidebar, and beside it the list and the reader. The user decides how wide they are; each arrangement keeps its own widths. In a narrow window
 * the sidebar is a rail of icons, so that the list and the message have the room.
 */
export function Panes({ narrow, below, list, reader }: PanesProps) {
  const kind = narrow ? 'narrow' : below ? 'below' : 'right';
  const rail = useRail() === 'rail';
  return (
    <div className="flex min-h-0 flex-1">
      {rail && (
        <div data-rail="" className="w-14 flex-none border-e border-line">
          <Sidebar />
        </div>
      )}
      {/* The sidebar comes and goes without the list being made anew. */}
      <PanesOf key={kind} kind={kind} rail={rail} list={list} reader={reader} />
    </div>
  );
}

interface PanesOfProps extends Pick<PanesProps, 'list' | 'reader'> {
  readonly kind: 'narrow' | 'below' | 'right';
  /** The sidebar is a rail of icons, which has one width. */
  readonly rail: boolean;
}

const names = { narrow: ['list'], below: ['mail'], right: ['list', 'reader'] };

function PanesOf({ kind, rail, list, reader }: PanesOfProps) {
  const layout = useDefaultLayout({
    id: 'heron-mailbox',
    panelIds: rail ? names[kind] : ['sidebar', ...names[kind]],
    storage: localStorage,
  });
  const words = texts().mailbox;
  return (
    <Group className="min-w-0 flex-1" {...layout}>
      {!rail && (
        <>
          <Panel id="sidebar" defaultSize={220} minSize={180} maxSize={400} groupResizeBehavior="preserve-pixel-size">
            <Sidebar />
          </Panel>
          <Divider name={words.sidebarWidth} />
        </>
      )}
      {kind === 'narrow' && (
        <Panel id="list" minSize={360}>
          {list}
        </Panel>
      )}
      {kind === 'below' && (
        <Panel id="mail" minSize={360}>
          <Stacked list={list} reader={reader} />
        </Panel>
      )}
      {kind === 'right' && (
        <>
          <Panel id="list" defaultSize={360} minSize={280} maxSize="50%" groupResizeBehavior="preserve-pixel-size">
            {list}
          </Panel>
          <Divider name={words.listWidth} />
          <Panel id="reader" minSize={360}>
            {reader}
          </Panel>
        </>
      )}
    </Group>
  );
}

/** The list above the reader. */
function Stacked({ list, reader }: Pick<PanesProps, 'list' | 'reader'>) {
  const layout = useDefaultLayout({ id: 'heron-mailbox-below', panelIds: ['list', 'reader'], storage: localStorage });
  return (
    <Group orientation="vertical" className="h-full" {...layout}>
      <Panel id="list" defaultSize="45%" minSize={160}>
        {list}
      </Panel>
      <Divider name={texts().mailbox.listHeight} lies />
      <Panel id="reader" minSize={160}>
        {reader}
      </Panel>
    </Group>
  );
}

/** Between two panes: dragged, moved by the arrow keys, and put back by a double click. */
function Divider({ name, lies = false }: { readonly name: string; readonly lies?: boolean }) {
  return (
    <Separator
      aria-label={name}
      className={classNames(
        'bg-line transition-colors hover:bg-line-strong focus-visible:bg-accent focus-visible:outline-offset-0 data-[separator=active]:bg-accent',
        lies ? 'h-px' : 'w-px',
      )}
    />
  );
}
