SET LOCAL work_mem = '256MB';

INSERT INTO people (id, number, name, role, program, email, whatsapp, active, created_at, updated_at)
SELECT K('student' || i)::uuid, '30' || lpad(i::text, 8, '0'),
  CASE i WHEN 17 THEN 'Xaverius Zulkarnaen' ELSE
    (ARRAY['Siti', 'Budi', 'Dewi', 'Agus', 'Rina', 'Eko', 'Putri', 'Bayu'])[1 + i % 8] || ' '
    || (ARRAY['Lestari', 'Santoso', 'Wibowo', 'Saputra', 'Utami'])[1 + i / 8 % 5] || ' ' || i END,
  'mahasiswa', 'Teknik Informatika', 'm' || i || '@kampus.test', '+62812' || lpad(i::text, 8, '0'), i % 500 <> 7,
  now() - ({s} - i) * interval '20 minutes', now()
FROM generate_series(1, {s}) AS i;

INSERT INTO people (id, number, name, role, email, created_at, updated_at)
SELECT K('lecturer' || i)::uuid, '1977' || lpad(i::text, 8, '0'), 'Dosen ' || i, 'dosen', 'd' || i || '@kampus.test',
  now() - interval '9 years', now() FROM generate_series(0, {l} - 1) AS i
UNION ALL
SELECT K('admin' || i)::uuid, 'A' || i, 'Admin ' || i, 'admin', 'a' || i || '@kampus.test',
  now() - interval '10 years', now() FROM generate_series(1, 5) AS i;

INSERT INTO academic_periods (id, name, starts_on, ends_on)
SELECT K('period' || i)::uuid, 'Periode ' || i, current_date - 60 - 180 * i, current_date + 119 - 180 * i
FROM generate_series(0, {v} / 360) AS i;

INSERT INTO uploads (id, owner_id, purpose, content_type, state, object, stored_object, stored_type, sha256,
  requested_at, judged_at, found_used_at)
SELECT K('pamphlet' || i)::uuid, K('lecturer' || i % {l})::uuid, 'pamflet', 'image/jpeg', 'diterima', 'pamphlet' || i,
  'pamflet/' || i, 'image/jpeg', K('pamphlet' || i), now() - ({v} - i + 5) * interval '12 hours', now(), now()
FROM generate_series(10, {v}, 10) AS i;

INSERT INTO vacancies (id, lecturer_id, period_id, course, quota, accepted, description, requirements, documents,
  opens_at, closes_at, state, pamphlet_id, created_at, updated_at, program, days)
SELECT K('vacancy' || i)::uuid, K('lecturer' || i % {l})::uuid, K('period' || ({v} - i) / 360)::uuid,
  (ARRAY['Basis Data', 'Jaringan', 'Fisika', 'Kimia', 'Statistika', 'Grafika'])[1 + i % 6] || ' ' || i, 6,
  CASE WHEN i <= {v} - 40 THEN 6 ELSE 0 END, 'Membantu praktikum.', 'Lulus mata kuliah ini.', ARRAY['cv', 'transkrip'],
  CASE WHEN i <= {v} - 40 THEN made ELSE now() - interval '1 day' END,
  CASE WHEN i <= {v} - 40 THEN made + interval '5 days' ELSE now() + interval '7 days' + i * interval '1 minute' END,
  CASE WHEN i <= {v} - 40 THEN 'ditutup' ELSE 'terbit' END,
  CASE WHEN i % 10 = 0 THEN K('pamphlet' || i)::uuid END, made, made,
  (ARRAY['Teknik Informatika', 'Fisika', 'Kimia'])[1 + i % 3], CASE WHEN i % 2 = 0 THEN ARRAY['senin', 'kamis'] ELSE ARRAY[]::text[] END
FROM (SELECT i, now() - ({v} - i) * interval '12 hours' AS made FROM generate_series(1, {v}) AS i) AS series;

INSERT INTO co_lecturers (vacancy_id, lecturer_id)
SELECT K('vacancy' || i)::uuid, K('lecturer' || (i + 1) % {l})::uuid FROM generate_series(7, {v}, 7) AS i;

INSERT INTO vacancy_copies (copy_id, source_id, period_id)
SELECT K('vacancy' || i)::uuid, K('vacancy' || i - 360)::uuid, K('period' || ({v} - i) / 360)::uuid
FROM generate_series(361, {v}) AS i;

INSERT INTO criteria (id, vacancy_id, position, name, weight)
SELECT K('criterion' || i * 2 + n)::uuid, K('vacancy' || i)::uuid, n, 'Kriteria ' || n, 50
FROM generate_series(1, {v}) AS i, generate_series(0, 1) AS n;

CREATE TEMPORARY TABLE applied ON COMMIT DROP AS
SELECT a, v, k, K('student' || 1 + a * 7919 % {s})::uuid AS student, 1 + a * 7919 % {s} AS s,
  CASE WHEN v > {v} - 40 THEN 'menunggu' WHEN k < 6 THEN 'diterima' WHEN k = 11 THEN 'dibatalkan' ELSE 'ditolak' END AS state,
  now() - ({v} - v) * interval '12 hours' + k * interval '1 minute' AS at,
  (v - 1) * 6 + k + 1 AS c
FROM (SELECT a::bigint, 1 + (a - 1) / 12 AS v, (a - 1) % 12 AS k FROM generate_series(1, {a}) AS a) AS series;

INSERT INTO applications (id, vacancy_id, student_id, email, whatsapp, semester, ipk, state, submitted_at, decided_at,
  activated_at)
SELECT K('application' || a)::uuid, K('vacancy' || v)::uuid, student, 'm' || s || '@kampus.test', '+62812', 5, 3.5,
  state, at, CASE WHEN state IN ('diterima', 'ditolak') THEN at END,
  CASE WHEN state = 'diterima' AND v <= {v} - 45 THEN at END
FROM applied;

INSERT INTO application_steps (application_id, at, actor_id, state)
SELECT K('application' || a)::uuid, at, K('lecturer' || v % {l})::uuid, word
FROM applied, unnest(ARRAY['menunggu', state]) AS word;

INSERT INTO scores (application_id, criterion_id, points, scored_by, scored_at)
SELECT K('application' || a)::uuid, K('criterion' || v * 2 + n)::uuid, 80, K('lecturer' || v % {l})::uuid, at
FROM applied, generate_series(0, 1) AS n;

INSERT INTO uploads (id, owner_id, purpose, content_type, state, object, stored_object, stored_type, sha256,
  requested_at, judged_at, found_used_at)
SELECT K('document' || a * 2 + n)::uuid, student, 'dokumen', 'application/pdf', 'diterima', 'document' || a * 2 + n,
  'dokumen/' || a * 2 + n, 'application/pdf', K('document' || a * 2 + n), at - interval '5 minutes', at,
  CASE WHEN at < now() - interval '3 days' THEN now() END
FROM applied, generate_series(0, 1) AS n;

INSERT INTO application_documents (application_id, kind, upload_id)
SELECT K('application' || a)::uuid, (ARRAY['cv', 'transkrip'])[1 + n], K('document' || a * 2 + n)::uuid
FROM applied, generate_series(0, 1) AS n;

INSERT INTO aslab_accounts (id, person_id, nim, name, email, activated_by, activated_at)
SELECT DISTINCT ON (s) K('aslab' || s)::uuid, student, '30' || lpad(s::text, 8, '0'), 'Aslab ' || s, 'm' || s || '@kampus.test',
  K('admin1')::uuid, at
FROM applied WHERE state = 'diterima' AND v <= {v} - 45;

INSERT INTO contracts (id, aslab_id, application_id, vacancy_id, student_id, starts_on, ends_on, state, activated_by,
  activated_at, ended_at)
SELECT K('contract' || c)::uuid, K('aslab' || s)::uuid, K('application' || a)::uuid, K('vacancy' || v)::uuid, student,
  CASE WHEN runs THEN current_date - 60 ELSE at::date - 120 END,
  CASE WHEN NOT runs THEN at::date WHEN v = {v} - 46 THEN current_date + 3 WHEN v = {v} - 47 THEN current_date - 1
    ELSE current_date + 90 END,
  CASE WHEN NOT runs THEN 'selesai' WHEN k = 5 AND v % 5 = 0 THEN 'ditangguhkan' ELSE 'aktif' END,
  K('admin1')::uuid, CASE WHEN runs THEN now() - interval '60 days' + k * interval '1 minute' ELSE at - interval '120 days' END,
  CASE WHEN NOT runs THEN at END
FROM (SELECT *, v > {v} - 65 AS runs FROM applied WHERE state = 'diterima' AND v <= {v} - 45) AS accepted;

CREATE TEMPORARY TABLE attended ON COMMIT DROP AS
SELECT c * 50::bigint + n AS i, c, n, v, student, v > {v} - 65 AS runs,
  CASE WHEN v > {v} - 65 THEN current_date - 60 ELSE at::date - 120 END + n AS day,
  CASE WHEN v > {v} - 65 AND n > 47 THEN 'menunggu_verifikasi' WHEN n % 25 = 0 THEN 'ditolak' ELSE 'disetujui' END AS state
FROM applied, generate_series(1, 50) AS n WHERE applied.state = 'diterima' AND v <= {v} - 45;

INSERT INTO uploads (id, owner_id, purpose, content_type, state, object, stored_object, thumbnail_object, stored_type,
  sha256, fingerprint, requested_at, judged_at, found_used_at)
SELECT K('photo' || i)::uuid, student, 'foto', 'image/jpeg', 'diterima', 'photo' || i, 'foto/' || i,
  'foto/' || i || '-320', 'image/jpeg', K('photo' || i), ('x' || left(K('photo' || i), 16))::bit(64)::bigint, day, day, now()
FROM attended;

INSERT INTO attendances (id, contract_id, day, activity, state, photo_id, photo_sha256, photo_fingerprint, recorded_at,
  late_entry, delayed, verified_by, verified_at)
SELECT K('attendance' || i)::uuid, K('contract' || c)::uuid, day, 'Mendampingi praktikum', state, K('photo' || i)::uuid,
  K('photo' || i), ('x' || left(K('photo' || i), 16))::bit(64)::bigint, day + interval '10 hours', false, false,
  CASE WHEN state <> 'menunggu_verifikasi' THEN K('lecturer' || v % {l})::uuid END,
  CASE WHEN state <> 'menunggu_verifikasi' THEN day + interval '1 day' END
FROM attended;

INSERT INTO uploads (id, owner_id, purpose, content_type, state, object, stored_object, stored_type, sha256, requested_at,
  judged_at, found_used_at)
SELECT K('former' || i)::uuid, student, 'foto', 'image/jpeg', 'diterima', 'former' || i, 'foto/former' || i, 'image/jpeg',
  K('former' || i), day, day, now()
FROM attended WHERE n = 24 AND c % 10 = 0;

INSERT INTO attendance_corrections (attendance_id, activity, photo_id, photo_sha256, reason, verified_by, verified_at,
  corrected_at)
SELECT K('attendance' || i)::uuid, 'Praktikum', K('former' || i)::uuid, K('former' || i), 'Foto gelap',
  K('lecturer' || v % {l})::uuid, day, day
FROM attended WHERE n = 24 AND c % 10 = 0;

INSERT INTO uploads (id, owner_id, purpose, content_type, state, object, stored_object, stored_type, sha256, requested_at,
  judged_at)
SELECT K('unused' || i)::uuid, K('student1')::uuid, 'dokumen', 'application/pdf', 'ditolak', 'unused' || i, NULL, NULL,
  NULL, now() - interval '3 days' - i * interval '1 hour', now()
FROM generate_series(1, 40) AS i;

INSERT INTO certificates (id, contract_id, year, sequence, number, code, facts, issued_by, issued_at, object, sha256,
  stored_at, sendings, revoked_at, revoked_by, revoke_reason)
SELECT K('certificate' || c)::uuid, K('contract' || c)::uuid, 2026, c, c || '/ASLAB/2026', upper(regexp_replace(left(K('code' || c), 16), '(....)(....)(....)(....)', '\1-\2-\3-\4')),
  jsonb_build_object('number', c || '/ASLAB/2026', 'name', 'Aslab ' || s, 'nim', '30' || s, 'course', 'Basis Data', 'period',
    'Periode', 'starts_on', '2026-01-01', 'ends_on', '2026-06-01', 'attendances', 50, 'campus', 'Kampus', 'place', 'Bandung',
    'signer', 'Kepala', 'signer_title', 'Kepala', 'issued_on', '2026-06-02', 'check_url', 'https://kampus.test/' || c),
  K('admin1')::uuid, at + interval '1 day', CASE WHEN v < {v} - 66 OR k > 2 THEN 'sertifikat/' || c END, K('pdf' || c),
  CASE WHEN v < {v} - 66 OR k > 2 THEN at + interval '1 day 1 minute' END,
  CASE WHEN v < {v} - 66 OR k > 2 THEN 1 ELSE 0 END, CASE WHEN c % 200 = 9 THEN at + interval '2 days' END,
  CASE WHEN c % 200 = 9 THEN K('admin1')::uuid END, CASE WHEN c % 200 = 9 THEN 'Salah nama' END
FROM applied WHERE state = 'diterima' AND v <= {v} - 65 AND c % 20 > 0;

INSERT INTO tasks (kind, subject_id, state, attempts, created_at, queued_at, next_at, done_at, error)
SELECT 'draw_certificate', id, CASE WHEN stored_at IS NOT NULL THEN 'selesai' WHEN sequence % 2 = 0 THEN 'gagal' ELSE 'antre' END,
  1, issued_at, issued_at, CASE WHEN stored_at IS NULL THEN now() ELSE issued_at END, stored_at, NULL
FROM certificates;

INSERT INTO messages (id, event, channel, recipient, person_id, kind, language, data, state, attempts, created_at, queued_at,
  next_at, sent_at)
SELECT K('sent' || word || sequence)::uuid, concat_ws(':', 'certificate_sent', certificates.id, 1), word,
  CASE word WHEN 'email' THEN people.email ELSE people.id::text END, people.id, 'certificate_sent', 'id',
  jsonb_build_object('name', people.name, 'course', 'Basis Data', 'number', certificates.number, 'check_url', 'https://kampus.test/'),
  CASE WHEN stored_at > now() - interval '45 days' AND word = 'email' AND sequence % 9 = 0 THEN 'gagal' ELSE 'terkirim' END,
  1, stored_at, stored_at, stored_at, stored_at
FROM certificates JOIN contracts ON contracts.id = contract_id JOIN people ON people.id = student_id,
  unnest(ARRAY['email', 'kotak_masuk']) AS word
WHERE stored_at IS NOT NULL;

INSERT INTO messages (id, event, channel, recipient, person_id, kind, language, data, state, attempts, created_at, queued_at,
  next_at, sent_at, withdrawn_at, resend_id)
SELECT K('message' || word || i)::uuid, kind || ':' || i, word, CASE word WHEN 'email' THEN people.email ELSE people.id::text END,
  people.id, kind, 'id',
  jsonb_build_object('name', people.name, 'course', 'Basis Data', 'reason', 'Kuota penuh', 'count', 3, 'courses', '[]'::jsonb,
    'day', (now() - i * interval '10 minutes')::date),
  CASE WHEN i <= 30 THEN 'antre' WHEN i % 100 = 0 AND i < 6000 OR i % 300 = 1 THEN 'gagal' ELSE 'terkirim' END, 1,
  now() - i * interval '10 minutes', now() - i * interval '10 minutes', now() - i * interval '10 minutes',
  now() - i * interval '10 minutes', CASE WHEN i % 300 = 1 AND i > 30 THEN now() END,
  CASE WHEN i % 1000 = 5 THEN K('resend' || i / 10000)::uuid END
FROM (
  SELECT i, CASE WHEN i % 40 = 0 THEN 'new_applications_summary' ELSE 'application_rejected' END AS kind,
    K(CASE WHEN i % 40 = 0 THEN 'lecturer' || i % {l} ELSE 'student' || 1 + i % {s} END)::uuid AS reader
  FROM generate_series(1, {m}) AS i
) AS series JOIN people ON people.id = reader, unnest(ARRAY['email', 'kotak_masuk']) AS word;

INSERT INTO audit_log (at, actor_id, actor_role, action, subject_type, subject_id, new, ip, request_id)
SELECT now() - ({log} - i) * interval '3 minutes', K('student' || 1 + i * 7 % {s})::uuid, 'mahasiswa',
  CASE WHEN i IN (11, 12, 13) THEN 'period.changed' ELSE
    (ARRAY['attendance.recorded', 'attendance.approved', 'application.submitted', 'session.started'])[1 + i % 4] END,
  CASE WHEN i IN (11, 12, 13) THEN 'period' ELSE
    (ARRAY['attendance', 'attendance', 'application', 'session'])[1 + i % 4] END,
  CASE WHEN i % 4 < 2 THEN K('attendance' || 50 + i % {c})::uuid::text ELSE K('application' || 1 + i % {a})::uuid::text END,
  '{{"state": "baru"}}', '127.0.0.1', 'seeded'
FROM generate_series(1, {log}) AS i;

INSERT INTO sessions (id, person_id, role, created_at, used_at, expires_at)
SELECT K('session' || i)::uuid, K('student' || 1 + i % {s})::uuid, 'mahasiswa', over - interval '12 hours',
  over - interval '12 hours', over
FROM (
  SELECT i, CASE WHEN i <= 50 THEN now() - interval '31 days' ELSE now() - i * interval '28 days' / (2 * {s}) END AS over
  FROM generate_series(1, 2 * {s}) AS i
) AS series;

INSERT INTO refresh_tokens (digest, session_id, issued_at)
SELECT K('token' || i * 2 + n), K('session' || i)::uuid, now() - interval '40 days'
FROM generate_series(1, 2 * {s}) AS i, generate_series(0, 1) AS n;

INSERT INTO password_links (digest, person_id, created_at, expires_at)
SELECT K('link' || i), K('student' || i)::uuid, now() - interval '40 days',
  now() - CASE WHEN i <= 20 THEN interval '31 days' ELSE interval '20 days' END
FROM generate_series(1, {s}) AS i;

INSERT INTO former_addresses (person_id, email, replaced_at)
SELECT K('student' || i)::uuid, 'lama' || i || '@kampus.test',
  now() - CASE WHEN i <= 20 THEN interval '31 days' ELSE interval '20 days' END
FROM generate_series(1, {s}) AS i;

INSERT INTO sign_in_attempts (number, ip, at)
SELECT '30' || lpad(i::text, 8, '0'), '10.0.0.1', now() - CASE WHEN i <= 20 THEN interval '2 days' ELSE interval '2 hours' END
FROM generate_series(1, {s}) AS i;

INSERT INTO idempotency_keys (person_id, key, request, status, content_type, answer, at)
SELECT K('student' || i)::uuid, 'k' || i, 'x', 200, '', '', now() - CASE WHEN i <= 20 THEN interval '9 days' ELSE interval '1 hour' END
FROM generate_series(1, {s}) AS i;

-- Week by week, as they come.
DELETE FROM attendance_weeks;

INSERT INTO attendance_weeks (vacancy_id, starts_on, waiting, approved, rejected)
SELECT K('vacancy' || v)::uuid, date_trunc('week', day)::date, count(*) FILTER (WHERE state = 'menunggu_verifikasi'),
  count(*) FILTER (WHERE state = 'disetujui'), count(*) FILTER (WHERE state = 'ditolak')
FROM attended GROUP BY 1, 2 ORDER BY 2, 1;

-- Imports are forgotten after a month, however long a campus goes on.
INSERT INTO people_imports (id, owner_id, file_name, role, state, head_row, created_at)
SELECT K('import' || i)::uuid, K('admin1')::uuid, 'mahasiswa.xlsx', 'mahasiswa', 'selesai', 1, now() - i * interval '1 day'
FROM generate_series(1, 35) AS i;

INSERT INTO people_import_pieces (id, import_id)
SELECT K('piece' || i)::uuid, K('import' || i)::uuid FROM generate_series(1, 35) AS i;

INSERT INTO people_import_lines (import_id, row, piece_id, kind, cells, data)
SELECT K('import' || i)::uuid, n, K('piece' || i)::uuid, (ARRAY['baru', 'berubah', 'tetap', 'ditolak'])[1 + n % 4],
  '{{}}', '{{}}' FROM generate_series(1, 35) AS i, generate_series(2, 301) AS n
