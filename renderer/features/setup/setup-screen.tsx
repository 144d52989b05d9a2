/** Placeholder. */
export function SetupScreen() {
  return <main aria-label="Setup" />;
}
