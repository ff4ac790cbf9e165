"""The list, written out: what each operation leaves behind, in one success and in its special cases.

    <who> <action> <kind of subject>: <subject> <what changed>     a line of the audit log
    <kind> to <whom> by <channels>                                 a message
    withdrawn: <kind> to <whom> by <channel>                       a message that will not be sent any more
    wakes <topic>                                                  a signal after the commit

Effects come in the order of the alphabet; a line without `who`'s role is of somebody in that role. What follows them
is the state of things that a scene looks at besides. The names are given in the scenes.
"""

OPERATIONS = {
    # Vacancies and periods.
    "publish_vacancy": """
        dosen vacancy.created vacancy: new +closes_at +co_lecturers +confirm_by=None +course +criteria +days=[] \
            +description +documents=[] +fills_seats +minimum_ipk=None +minimum_semester=None +opens_at \
            +pamphlet_id=None +period_id=None +program=None +quota +requirements +state
        wakes vacancies
    """,
    "change_vacancy": """
        dosen vacancy.changed vacancy: vacancy quota:2->7
        wakes vacancies
    """,
    "change_vacancy__to_publish_it": """
        dosen vacancy.changed vacancy: vacancy +closes_at state:draf->terbit
        wakes vacancies
    """,
    "close_vacancy": """
        dosen vacancy.closed vacancy: vacancy state:terbit->ditutup
        wakes vacancies
    """,
    "delete_vacancy": """
        dosen vacancy.deleted vacancy: vacancy -course
        wakes vacancies
    """,
    "roll_vacancies_over": "dosen vacancy.copied vacancy: new +copied_from=vacancy +course",
    "roll_vacancies_over__by_an_admin": """
        admin vacancy.copied vacancy: new +copied_from=other vacancy +course
        admin vacancy.copied vacancy: new +copied_from=vacancy +course
        vacancies_rolled_over to colleague by email kotak_masuk whatsapp
        vacancies_rolled_over to dosen by email kotak_masuk whatsapp
        wakes messages
    """,
    "copy_vacancy": "dosen vacancy.copied vacancy: new +copied_from=vacancy +course",
    "add_period": "admin period.added period: new +ends_on +name +starts_on",
    "change_period": "admin period.changed period: period name:Lama->Baru",
    "add_to_calendar": "admin calendar.added calendar: new +ends_on +kind +name +starts_on",
    "change_calendar": "admin calendar.changed calendar: entry name:Hari Kemerdekaan->Upacara",
    "remove_from_calendar": "admin calendar.removed calendar: entry -ends_on -kind -name -starts_on",
    "import_calendar": "admin calendar.imported calendar: csv +added",
    # Applications.
    "submit_application": """
        application_received to mahasiswa at the form's address by email
        application_received to mahasiswa by kotak_masuk
        mahasiswa application.submitted application: new +vacancy_id=vacancy
        wakes messages
    """,
    "withdraw_application": "mahasiswa application.withdrawn application: application state:menunggu->dibatalkan",
    "open_document": "dosen document.opened application: application +kind",
    "open_document__by_who_sent_it": "",
    "score_candidate": "dosen application.scored application: application score:None->80",
    "invite_candidate": """
        application_interview to mahasiswa at the form's address by email whatsapp
        application_interview to mahasiswa by kotak_masuk
        dosen application.interview application: application +interview_at +interview_place state:menunggu->wawancara
        wakes messages
    """,
    "put_on_waiting_list": """
        application_waiting_list to mahasiswa at the form's address by email whatsapp
        application_waiting_list to mahasiswa by kotak_masuk
        dosen application.waiting_list application: application state:menunggu->daftar_tunggu
        wakes messages
    """,
    "accept_candidate": """
        application_accepted to mahasiswa at the form's address by email whatsapp
        application_accepted to mahasiswa by kotak_masuk
        dosen application.accepted application: application state:menunggu->diterima
        wakes messages
    """,
    "reject_candidate": """
        application_rejected to mahasiswa at the form's address by email whatsapp
        application_rejected to mahasiswa by kotak_masuk
        dosen application.rejected application: application state:menunggu->ditolak because kuota penuh
        wakes messages
    """,
    "reject_candidate__after_acceptance": """
        application_correction to mahasiswa at the form's address by email whatsapp
        application_correction to mahasiswa by kotak_masuk
        dosen application.rejected application: application state:diterima->ditolak because salah klik
        wakes messages
    """,
    # Contracts.
    "activate_aslab": """
        admin contract.activated contract: new +application_id=application +ends_on +starts_on
        aslab_activated to newcomer by email kotak_masuk whatsapp
        wakes messages
    """,
    "suspend_contract": """
        admin contract.suspended contract: contract state:aktif->ditangguhkan because cuti
        contract_suspended to owner by email kotak_masuk whatsapp
        wakes messages
    """,
    "resume_contract": """
        admin contract.resumed contract: contract state:ditangguhkan->aktif
        contract_resumed to owner by email kotak_masuk whatsapp
        wakes messages
    """,
    "end_contract": """
        contract_ended to owner by email kotak_masuk whatsapp
        dosen contract.ended contract: contract state:aktif->selesai because pindah
        wakes messages
    """,
    "end_contract__without_a_reason_and_with_somebody_waiting": """
        contract_completed to owner by email kotak_masuk whatsapp
        dosen contract.ended contract: contract state:aktif->selesai
        seat_free to dosen by email kotak_masuk whatsapp
        wakes messages
    """,
    # Attendances.
    "record_attendance": """
        aslab attendance.recorded attendance: new +contract_id=contract +day +late_entry +photo_id=photo
    """,
    "record_attendance__for_yesterday": """
        aslab attendance.recorded attendance: new +contract_id=contract +day +late_entry +photo_id=photo because lupa
    """,
    "correct_attendance": """
        aslab attendance.corrected attendance: attendance activity:lama->baru photo_id:former photo->photo \
            state:ditolak->menunggu_verifikasi
    """,
    "approve_attendance": """
        attendance_approved to aslab by kotak_masuk
        dosen attendance.approved attendance: attendance state:menunggu_verifikasi->disetujui
        wakes messages
    """,
    "reject_attendance": """
        attendance_rejected to aslab by email kotak_masuk
        dosen attendance.rejected attendance: attendance state:menunggu_verifikasi->ditolak because buram
        wakes messages
    """,
    "take_approval_back": """
        approval_taken_back to aslab by email kotak_masuk
        dosen attendance.taken_back attendance: attendance state:disetujui->ditolak because buram
        wakes messages
    """,
    "reject_attendance__that_was_corrected": """
        correction_rejected to aslab by email kotak_masuk
        dosen attendance.rejected attendance: attendance state:menunggu_verifikasi->ditolak because buram
        wakes messages
    """,
    "approve_attendances": """
        attendance_approved to aslab by kotak_masuk
        dosen attendance.approved attendance: first state:menunggu_verifikasi->disetujui
        dosen attendance.approved attendance: second state:menunggu_verifikasi->disetujui
        dosen refused.not_your_aslab attendance: foreign one
        wakes messages
    """,
    "amend_attendance": "admin attendance.amended attendance: attendance contract_id:here->there because keliru",
    "lock_months": """
        dosen month.locked contract: contract +month
        dosen refused.not_your_aslab contract: foreign one
    """,
    "open_month": "admin month.opened contract: contract -locked_at -locked_by=dosen -month because salah",
    "set_rate": "admin rate.set rate: new +amount +course=None +starts_on",
    "make_sheet": "admin honorarium.listed honorarium_sheet: new +month +net +number +program +replaces=None "
    "+sessions +sha256",
    "mark_sheet_paid": "admin honorarium.paid honorarium_sheet: sheet +paid_on",
    # Certificates: drawn as soon as they are issued, and then sent.
    "issue_certificate": """
        admin certificate.issued certificate: new +contract_id=contract +number +replaces=None
        certificate_sent to owner by email kotak_masuk whatsapp
        wakes certificates
        wakes messages
    """,
    "issue_certificate__below_the_minimum": """
        admin certificate.issued certificate: new +contract_id=contract +number +replaces=None because sakit
        certificate_sent to owner by email kotak_masuk whatsapp
        wakes certificates
        wakes messages
    """,
    "issue_certificates": """
        admin certificate.issued certificate: new +contract_id=contract +number +replaces=None
        admin certificate.issued certificate: new +contract_id=other contract +number +replaces=None
        certificate_sent to other owner by email kotak_masuk whatsapp
        certificate_sent to owner by email kotak_masuk whatsapp
        wakes certificates
        wakes messages
    """,
    "revoke_certificate": """
        admin certificate.revoked certificate: certificate -number because salah nama
        certificate_revoked to owner by email kotak_masuk whatsapp
        wakes messages
        withdrawn: certificate_sent to owner by email
    """,
    "resend_certificate": """
        admin certificate.sent_again certificate: certificate
        certificate_sent to owner by email
        wakes messages
    """,
    "resend_certificate__that_was_given_up": """
        admin certificate.drawn_again certificate: certificate
        certificate_sent to owner by email kotak_masuk whatsapp
        wakes certificates
        wakes messages
    """,
    # Messages.
    "resend_message": """
        admin message.sent_again message: message
        wakes messages
    """,
    "resend_failed_messages": """
        admin message.all_sent_again message: somebody else's +channel +search=owner +total
        wakes messages
    """,
    "mark_read": "unread: -1",
    # Exports.
    "export_list": "dosen export.made export: new +file_type +filters +rows +source",
    "export_list__of_many": """
        admin export.made export: new +file_type +filters +rows +source
        export_made to admin by kotak_masuk
        wakes exports
        wakes messages
    """,
    # Accounts.
    "add_user": """
        account_created to new by email
        admin person.added person: new +email=new +name +number +program=None +role=mahasiswa +whatsapp=None
        wakes messages
    """,
    "edit_user": "admin person.edited person: owner name:Lama->Baru",
    "edit_user__new_address": """
        admin person.edited person: owner email:the former address->the new address
        email_changed to owner at the former address by email
        email_changed to owner by kotak_masuk whatsapp
        email_taken_up to owner at the new address by email
        wakes messages
    """,
    "edit_user__address_of_who_has_no_password_yet": """
        account_created to owner at the new address by email
        admin person.edited person: owner email:the former address->the new address
        wakes messages
    """,
    "deactivate_user": "admin person.deactivated person: owner active:True->False",
    "delete_user": "admin person.deleted person: owner -role=mahasiswa",
    "activate_user": "admin person.activated person: owner active:False->True",
    "edit_profile": "mahasiswa person.edited person: mahasiswa language:id->en",
    "edit_profile__new_address": """
        email_changed to mahasiswa at the former address by email
        email_changed to mahasiswa by kotak_masuk whatsapp
        email_taken_up to mahasiswa at the new address by email
        mahasiswa person.edited person: mahasiswa email:the former address->the new address
        wakes messages
    """,
    "edit_profile__no_whatsapp_any_more": """
        mahasiswa person.edited person: mahasiswa whatsapp_wanted:True->False
        withdrawn: application_accepted to mahasiswa by whatsapp
    """,
    "edit_profile__wrong_password": "mahasiswa password.refused person: mahasiswa",
    # Passwords and sessions. Asking for a link takes as long for an address that is nobody's.
    "change_password": """
        mahasiswa password.changed person: mahasiswa
        password_changed to mahasiswa by email kotak_masuk whatsapp
        wakes messages
    """,
    "set_password": "publik password.set person: owner",
    "request_password_link": """
        password_reset to owner by email
        wakes messages
    """,
    "request_password_link__after_an_admin_replaced_the_address": """
        link_sent_elsewhere to owner at the former address by email
        password_reset to owner at the new address by email
        wakes messages
    """,
    "request_password_link__for_nobody": "wakes messages",
    "sign_in": "mahasiswa session.opened person: mahasiswa",
    "sign_in__wrong_password": "publik session.refused person: owner",
    "sign_in__unknown_number": "publik session.refused person: nobody",
    "start_campus_sign_in": "",
    "finish_campus_sign_in": "",
    "choose_role": "",
    "refresh_session": "",
    "refresh_session__with_a_copied_cookie": """
        publik session.stolen session: theirs
        session_stolen to owner by email kotak_masuk whatsapp
        wakes messages
    """,
    "sign_out": "mahasiswa session.ended session: own",
    "end_own_session": "mahasiswa session.ended_elsewhere session: left open",
    "end_own_session__that_is_over": "",
    "end_other_sessions": "mahasiswa session.others_ended person: mahasiswa",
    "request_upload": "",
}
