import { useCommandsUi } from '../../stores/commands-ui.ts';

/** What lies over every screen: the keys of the commands, what they say, the palette and the list of shortcuts. Mounted once. */
export function CommandLayer() {
  const { text, count } = useCommandsUi((state) => state.announcement);
  return (
    <div role="status" className="sr-only">
      <span key={count}>{text}</span>
    </div>
  );
}
