import type { RouteLocationRaw } from 'vue-router'
import type { HitView } from '@/api'
import type { Role } from '@/session/session'

/** The page on which this role finds what was found, narrowed down to it. */
export function behind(hit: HitView, role: Role | null): RouteLocationRaw {
  const office = role === 'admin'
  const teaches = role === 'dosen'
  const only = { cari: hit.number ?? '' }
  switch (hit.kind) {
    case 'person':
      return { path: '/admin/pengguna', query: only }
    case 'applicant':
      return { path: `/dosen/lowongan/${hit.vacancy_id}/pendaftar`, query: { pelamar: hit.id } }
    case 'vacancy':
      if (!teaches) return `/lowongan/${hit.id}`
      if (hit.state === 'draf') return { path: '/dosen/lowongan', query: { tampil: 'draf' } }
      return `/dosen/lowongan/${hit.id}/pendaftar`
    case 'contract':
      if (office) return { path: '/admin/kontrak', query: only }
      if (teaches) return { path: '/dosen/aslab', query: { ...only, tampil: hit.state } }
      return '/kontrak'
    case 'certificate':
      // The admin's list has the last certificate of each contract: a revoked one is where anybody checks it.
      if (office && hit.valid === 'sah') return { path: '/admin/sertifikat', query: only }
      return office || teaches ? `/sertifikat/${hit.code}` : '/sertifikat-saya'
  }
}
