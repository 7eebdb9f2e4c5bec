import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * The server answers /login, /setup, /password/… and /app/… with dist/index.html and serves dist below /app, so every
 * built file carries a hash in /app/assets and may be cached for ever. In development the API is proxied.
 */
const server = process.env.HOVOR_SERVER ?? 'http://127.0.0.1:8080';

export default defineConfig({
  base: '/app/',
  plugins: [react()],
  build: {
    outDir: 'dist',
    target: 'es2023',
    chunkSizeWarningLimit: 900,
  },
  server: {
    proxy: { '/app-api': { target: server, ws: true } },
  },
});
