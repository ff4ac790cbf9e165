"""What the ways back, the evaluations and the invitations leave behind, in the words of `written.py`."""

OPERATIONS = {
    "withdraw_application__from_a_seat_with_somebody_waiting": """
        mahasiswa application.withdrawn application: application state:diterima->dibatalkan
        seat_free to dosen by email kotak_masuk whatsapp
        wakes messages
    """,
    "withdraw_application__before_an_interview": """
        interview_cancelled to mahasiswa at the form's address by email
        mahasiswa application.withdrawn application: application state:wawancara->dibatalkan
        wakes messages
    """,
    "withdraw_application__from_a_seat": """
        mahasiswa application.withdrawn application: application state:diterima->dibatalkan
        seat_free_nobody_waits to dosen by email kotak_masuk whatsapp
        wakes messages
    """,
    "withdraw_application__from_a_seat_that_fills_itself": """
        application_accepted to next one by email kotak_masuk whatsapp
        mahasiswa application.withdrawn application: application state:diterima->dibatalkan
        seat_filled to dosen by email kotak_masuk whatsapp
        sistem application.accepted application: next application state:daftar_tunggu->diterima
        wakes messages
    """,
    "confirm_application": "mahasiswa application.confirmed application: application",
    "accept_candidate__where_it_is_to_be_confirmed": """
        application_accepted_to_confirm to mahasiswa at the form's address by email whatsapp
        application_accepted_to_confirm to mahasiswa by kotak_masuk
        dosen application.accepted application: application state:menunggu->diterima
        wakes messages
    """,
    "decide_candidates": """
        application_interview to mahasiswa at the form's address by email whatsapp
        application_interview to mahasiswa by kotak_masuk
        application_interview to second by email kotak_masuk whatsapp
        dosen application.interview application: application +interview_at +interview_place state:menunggu->wawancara
        dosen application.interview application: other application +interview_at +interview_place \
            state:menunggu->wawancara
        wakes messages
    """,
    "reopen_candidate": """
        application_reopened to mahasiswa at the form's address by email whatsapp
        application_reopened to mahasiswa by kotak_masuk
        dosen application.reopened application: application state:ditolak->menunggu
        wakes messages
    """,
    "change_vacancy__to_open_it_again": """
        dosen vacancy.reopened vacancy: vacancy closes_at:2090-01-01T00:00:00+00:00->2091-01-01T00:00:00+00:00 \
            state:ditutup->terbit
        wakes vacancies
    """,
    "hand_over_vacancies": """
        admin vacancy.handed_over vacancy: vacancy lecturer:former->successor +on_behalf_of=former
        vacancies_handed_over to gone by email kotak_masuk whatsapp
        vacancies_taken_over to heir by email kotak_masuk whatsapp
        wakes messages
        wakes vacancies
    """,
    "evaluate_aslab": """
        aslab_evaluated to owner by email kotak_masuk whatsapp
        dosen contract.evaluated contract: contract +communication +mastery +punctuality +teamwork
        wakes messages
    """,
    "evaluate_aslab__once_more": """
        aslab_evaluated to owner by email kotak_masuk whatsapp
        dosen contract.evaluated contract: contract teamwork:2->4
        wakes messages
    """,
    "comment_on_evaluation": """
        evaluation_commented to dosen by email kotak_masuk whatsapp
        evaluation_commented to helper by email kotak_masuk whatsapp
        mahasiswa contract.evaluation_commented contract: contract
        wakes messages
    """,
    "invite_former_aslab": """
        dosen vacancy.aslab_invited vacancy: vacancy +student_id=former
        invited_to_apply to former by email kotak_masuk whatsapp
        wakes messages
    """,
    "invite_former_aslab__to_a_draft": "dosen vacancy.aslab_invited vacancy: vacancy +student_id=former",
    "change_vacancy__to_publish_it_to_invited_aslab": """
        dosen vacancy.changed vacancy: vacancy +closes_at state:draf->terbit
        invited_to_apply to former by email kotak_masuk whatsapp
        wakes messages
        wakes vacancies
    """,
}
