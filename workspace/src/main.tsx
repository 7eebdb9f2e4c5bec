import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './styles/global.css';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { startLanguage } from './texts/language.ts';

startLanguage();
const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
