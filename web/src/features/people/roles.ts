/** The roles that an account can be given. */
export const ACCOUNT_ROLES = ['mahasiswa', 'dosen', 'admin'] as const
