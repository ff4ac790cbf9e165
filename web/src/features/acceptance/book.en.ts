import type { Book } from '@/features/acceptance/report'

const book: Book = {
  title: 'Acceptance tests',
  text: 'Every acceptance scenario of SI-Aslab, with the expected and the actual result.',
  ran: (version, at) => `Version ${version}, tested on ${at}.`,
  never: 'No test results are included in this version.',
  counts: (passed, failed, untested) => `${passed} passed, ${failed} failed, ${untested} not tested.`,
  outcomes: { lulus: 'Passed', gagal: 'Failed', 'tanpa uji': 'Not tested' },
  actual: 'Actual',
  seconds: (spent) => `${spent} s`,
  paper: 'from the paper',
  modules: {
    AUTH: 'Signing in',
    USR: 'User management',
    LOW: 'Vacancies',
    'MHS-REG': 'Applications',
    SEL: 'Selection',
    ACT: 'Activation',
    ABS: 'Daily attendance',
    VER: 'Attendance verification',
    END: 'End of contract',
    CERT: 'Digital certificates',
    NOTIF: 'Notifications',
    LAP: 'Reports and audit',
  },
  method: 'Development method',
  method_text: 'The stages of research and development by Borg & Gall, and what each of them produced here.',
  stages: [
    [
      'Research and information collecting',
      'The existing workflow for lab assistants, and the glossary in the README.',
    ],
    ['Planning', 'A catalogue of 174 acceptance scenarios, eight of them from the paper.'],
    ['Developing a preliminary form', 'The system design, diagrams and decision records.'],
    ['Preliminary field testing', 'Tests of each module against a real database, file store and browser.'],
    ['Main product revision', 'Corrections, each with a test that failed before it.'],
    ['Main field testing', 'The acceptance tests on this page, repeated for each version.'],
    ['Operational product revision', 'The changelog and database migrations.'],
    ['Operational field testing', 'A demonstration campus, and tests of load, failure and recovery.'],
    ['Final product revision', 'A numbered version, with API documents generated from its code.'],
    ['Dissemination and implementation', 'Deployment by Terraform, the operator runbook, and the cost model.'],
  ],
}

export default book
