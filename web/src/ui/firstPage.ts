let pages = 0

/** Whether the page now shown is the one the portal was opened with: the browser has put the focus for that one. */
export function firstPage(): boolean {
  return pages <= 1
}

export function countPage(): void {
  pages += 1
}
