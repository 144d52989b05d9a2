import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { followClosing, loadStopped } from './stores/opening.ts';
import { loadPreferences } from './stores/preferences.ts';
import './styles/app.css';

// The overlay scrollbars of macOS are better than styled ones, so base.css leaves them alone there.
if (navigator.userAgent.includes('Macintosh')) document.documentElement.dataset['mac'] = '';

const root = document.getElementById('root');
if (root) {
  // Nothing is drawn in the wrong language or size first, and no message that Heron ended at.
  await Promise.all([loadPreferences(), loadStopped()]);
  followClosing();
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
