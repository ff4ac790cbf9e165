"""What each job leaves behind, in the words of `written.py`."""

JOBS = {
    "keep_house__begin_day": """
        application_lapsed to silent by email kotak_masuk whatsapp
        aslab_contract_ending_soon to dosen by email kotak_masuk whatsapp
        confirmation_reminder to reminded by email kotak_masuk whatsapp
        contract_completed to owner by email kotak_masuk whatsapp
        contract_ending_soon to owner by email kotak_masuk whatsapp
        seat_free_nobody_waits to dosen by email kotak_masuk whatsapp
        sistem application.lapsed application: seat state:diterima->dibatalkan
        sistem contract.ended contract: contract state:aktif->selesai
        wakes messages
    """,
    "keep_house__sum_up_day": """
        new_applications_summary to lecturer by email kotak_masuk whatsapp
        wakes messages
    """,
    "keep_house__remind_of_week": """
        attendance_missing to absent by email kotak_masuk whatsapp
        wakes messages
    """,
    "keep_house__erase_personal_data": """
        sistem personal_data.erased application: application
        sistem personal_data.erased contract: contract
        over: ''
        kept: @kampus.test
    """,
    "keep_house__clear_files": """
        unused: gone
        young: diterima
    """,
    "import_people__sweep__a_page_of_a_vacancy": "pages: none",
    "import_people__wake__a_page_of_a_vacancy": "pages: asked",
    "deliver_notifications__sweep": "message: terkirim",
    "deliver_notifications__wake": "message: terkirim",
    "draw_certificates__sweep": """
        certificate_sent to owner by email kotak_masuk whatsapp
        wakes messages
        drawn: .pdf
    """,
    "draw_certificates__wake": """
        certificate_sent to owner by email kotak_masuk whatsapp
        wakes messages
        drawn: .pdf
    """,
    "draw_certificates__sweep__a_long_export": """
        admin export.made export: export +file_type +filters +rows +source
        export_made to admin by kotak_masuk
        wakes messages
        export: selesai
    """,
    "draw_certificates__wake__a_long_export": """
        admin export.made export: export +file_type +filters +rows +source
        export_made to admin by kotak_masuk
        wakes messages
        export: selesai
    """,
    "process_upload__judge_upload": """
        photo: diterima
        attendance: menunggu_verifikasi
    """,
    "process_upload__judge_upload__no_photo": """
        photo_refused to aslab by kotak_masuk
        sistem attendance.removed attendance: attendance -activity -contract_id=contract -day -photo_id=photo \
            because Foto harus JPG, PNG, atau WebP
        wakes messages
        photo: ditolak
        attendance: gone
    """,
    "process_upload__give_up_on_missing_files": """
        photo_refused to aslab by kotak_masuk
        sistem attendance.removed attendance: attendance -activity -contract_id=contract -day -photo_id=photo \
            because Berkas tidak sampai di server, kirim ulang
        wakes messages
        photo: ditolak
        attendance: gone
    """,
}
