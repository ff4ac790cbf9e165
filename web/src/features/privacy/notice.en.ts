import { settings } from '@/settings'
import type { Notice } from '@/features/privacy/notice'

const notice: Notice = {
  due: 'The privacy notice has changed. Please read it and agree; every page stays open to you.',
  read: 'Read it',
  agree: 'I agree',
  agreed: 'Thank you, your consent is recorded',
  parts: [
    {
      title: 'Who is responsible',
      text: [
        `${settings.campus} runs SI-Aslab and decides what personal data here are used for. The admins of SI-Aslab are the first people to ask.`,
      ],
    },
    {
      title: 'Which data, and what for',
      text: [
        'Name, student or staff number, study programme, e-mail and WhatsApp number: to know who you are, to reach you, and to print certificates.',
        'GPA, semester, application documents, scores and interview notes: to select lab assistants.',
        'Dates, courses and photos of attendance: for verification and pay. Photos are compared so that none is used twice; the system does not recognise faces.',
        'Times and network addresses of sign-ins, and a log of actions: for the security of accounts and for audits.',
      ],
    },
    {
      title: 'Who sees them',
      text: [
        'You, the lecturers whose vacancies you apply for or who supervise you, and admins. Other lecturers and students do not.',
        'Whoever holds the code of a certificate can check the name, course and term of service that are printed on it.',
        'The data lie in data centres of Google Cloud. E-mail and WhatsApp messages go through providers that the university has chosen.',
      ],
    },
    {
      title: 'How long',
      text: [
        'Applications that led to no contract are erased a year after their period has ended. The text and addresses of messages, and addresses in the audit log, are erased after a year.',
        'Photos of attendance are erased half a year after the contract has ended and its certificate was issued. Until then an objection can be looked into.',
        'Contracts, attendance and certificates are kept, since pay and the checking of certificates rest on them. Backups go by themselves when their time is over.',
      ],
    },
    {
      title: 'What you may refuse',
      text: [
        'WhatsApp messages are optional: switch them off in your profile at any time, and every notice still comes by e-mail and to your inbox. Nothing is closed to you because of it.',
      ],
    },
    {
      title: 'Your rights',
      text: [
        'In your profile you see and correct how you are reached, and download everything about you as one file. For a wrong name or number, for erasure and for objections, write to an admin. The basis is Indonesian Law No. 27 of 2022 on personal data protection.',
      ],
    },
    {
      title: 'When this notice changes',
      text: ['You are asked to read and agree to it again. The version and time of your consent are in your profile.'],
    },
  ],
}

export default notice
