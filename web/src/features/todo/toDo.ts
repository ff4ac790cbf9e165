import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import type { ToDoView } from '@/api'
import { listToDoOptions } from '@/api/@tanstack/vue-query.gen'
import { session } from '@/session/session'

/** The list behind each kind; it has as many rows as the number says. */
export interface Behind {
  page: string
  query?: Record<string, string>
}

export function behind({ kind, day, subject_id }: ToDoView): Behind {
  const month = day?.slice(0, 7) ?? ''
  const contract = { kontrak: subject_id ?? '' }
  const lists: Record<ToDoView['kind'], Behind> = {
    activate: { page: '/admin/aktivasi' },
    send_again: { page: '/admin/pesan', query: { status: 'gagal' } },
    issue: {
      page: '/admin/sertifikat',
      query: { status: 'belum_terbit', sejak: day ?? '' },
    },
    lock: { page: '/rekap', query: { bulan: month, dikunci: 'tidak' } },
    decide: { page: '/dosen/lowongan', query: { tampil: 'keputusan' } },
    verify: {
      page: '/dosen/verifikasi',
      query: { minggu: 'semua', status: 'menunggu_verifikasi' },
    },
    end: { page: '/dosen/aslab', query: { sampai: day ?? '' } },
    record: { page: '/absensi', query: contract },
    correct: { page: '/absensi/riwayat', query: { ...contract, bulan: month } },
    attend: { page: '/pendaftaran' },
    confirm: { page: '/pendaftaran' },
  }
  return lists[kind]
}

/** What waits for who is signed in, in the role that they are in. The menu and the first page ask once together. */
export function useToDo() {
  const query = useQuery(
    computed(() => ({
      ...listToDoOptions(),
      enabled: session.role !== null && session.role !== 'belum_memilih' && !session.ended,
    })),
  )
  const items = computed(() => query.data.value?.items ?? [])
  /** How much waits on a page of the menu. */
  const countOn = (page: string) =>
    items.value.filter((one) => behind(one).page === page).reduce((sum, { count }) => sum + count, 0)
  return { query, items, countOn }
}
