/** One scenario of the acceptance catalogue, and what became of it in the run that was built into this portal. */
export interface Scenario {
  code: string
  actor: string
  scenario: string
  expected: string
  paper: boolean
  outcome: 'lulus' | 'gagal' | 'tanpa uji'
  actual: string
  seconds: number
}

export interface Report {
  version: string
  /** Null where no run was built in. */
  at: string | null
  counts: Record<Scenario['outcome'], number>
  scenarios: Scenario[]
}

/** What the page says around it, in one language. */
export interface Book {
  title: string
  text: string
  ran: (version: string, at: string) => string
  never: string
  counts: (passed: number, failed: number, untested: number) => string
  outcomes: Record<Scenario['outcome'], string>
  actual: string
  seconds: (spent: string) => string
  paper: string
  modules: Record<string, string>
  method: string
  method_text: string
  stages: [stage: string, made: string][]
}

export async function loadReport(): Promise<Report> {
  const answer = await fetch('/acceptance.json')
  if (!answer.ok) throw new Error(`${answer.status}`)
  return (await answer.json()) as Report
}

/** `MHS-REG` of `MHS-REG-05`. */
export const moduleOf = ({ code }: Scenario) => code.replace(/-\d+$/, '')
