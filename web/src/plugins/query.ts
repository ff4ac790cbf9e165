import { QueryClient } from '@tanstack/vue-query'
import { refusalOf } from '@/session/refusal'

/** Reads are tried again when the line or the server failed, never when they were refused. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (count, error) => count < 2 && refusalOf(error).passing,
      networkMode: 'always',
      // What came is replaced as a whole: nothing watches each row of a long list.
      shallow: true,
    },
    mutations: { networkMode: 'always' },
  },
})
