import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useState } from 'react';
import { createQueries } from './api/queries.ts';
import { createAppRouter } from './router.tsx';
import { storageKeys } from './state/storage-keys.ts';
import { theme } from './styles/theme.ts';

const colorScheme = localStorageColorSchemeManager({ key: storageKeys.colorScheme });

export function App() {
  const [queries] = useState(createQueries);
  const [router] = useState(() => createAppRouter(queries));
  return (
    <QueryClientProvider client={queries}>
      <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={colorScheme}>
        <Notifications position="bottom-center" limit={3} autoClose={6_000} />
        <RouterProvider router={router} />
      </MantineProvider>
    </QueryClientProvider>
  );
}
