import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { pageAt } from '../shared/window-page.ts';
import { App } from './app.tsx';
import { loadAccounts } from './stores/accounts.ts';
import { followClosing, loadStopped } from './stores/opening.ts';
import { loadPreferences } from './stores/preferences.ts';
import './styles/app.css';

// The overlay scrollbars of macOS are better than styled ones, so base.css leaves them alone there.
if (navigator.userAgent.includes('Macintosh')) document.documentElement.dataset['mac'] = '';

const root = document.getElementById('root');
if (root) {
  // Nothing is drawn in the wrong language or size first, and no message that Heron ended at.
  const page = pageAt(location.search);
  const isMain = page.kind === 'main';
  await Promise.all([loadPreferences(), isMain ? loadStopped() : loadAccounts()]);
  if (isMain) followClosing();
  createRoot(root).render(
    <StrictMode>
      <App page={page} />
    </StrictMode>,
  );
}
