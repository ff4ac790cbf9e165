"""The diagrams that come from the code: nothing that is declared is left out."""

from __future__ import annotations

import re

from common.ops.contract import drawings, load_functions
from common.ops.migrations.schema import metadata
from common.platform.queue import tasks


def test_every_operation_is_a_use_case_of_each_role_that_may_ask_for_it() -> None:
    drawn = drawings.use_cases(load_functions())
    parts = {part.partition("\n")[0]: part for part in drawn.split("\n## ")[1:]}
    assert set(parts) == {"Admin", "Aslab", "Belum memilih", "Dosen", "Mahasiswa", "Pengunjung"}
    every = {one.operation_id for function in load_functions().values() for one in function.endpoints}
    assert set(re.findall(r"role --- (\w+)", drawn)) == every
    assert "role --- publishVacancy" in parts["Dosen"]
    assert "role --- publishVacancy" not in parts["Mahasiswa"]
    assert "role --- listVacancies" in parts["Pengunjung"]


def test_every_table_is_drawn_with_each_column_and_each_reference() -> None:
    drawn = drawings.tables()
    of_nouns = [table for table in metadata.tables.values() if f"class {table.name} {{" in drawn]
    left_out = {table.name for table in metadata.tables.values()} - {table.name for table in of_nouns}
    assert tasks.name in left_out, "what the platform keeps is no noun's"
    assert {name for name in left_out if name in {"people", "vacancies", "applications", "contracts"}} == set()
    for table in of_nouns:
        [body] = re.findall(rf"class {table.name} {{\n(.*?)\n    }}", drawn, re.DOTALL)
        assert len(body.splitlines()) == len(table.columns)
        for key in table.foreign_keys:
            assert f"{key.column.table.name} {'|o' if key.parent.nullable else '||'}--" in drawn
    assert 'vacancies ||--o{ applications : "vacancy_id"' in drawn
    assert "uuid id PK\n" in drawn


def test_the_deployment_shows_every_function_with_what_calls_it_and_where_it_writes() -> None:
    drawn = drawings.deployment(load_functions())
    assert set(load_functions()) <= set(re.findall(r"--> (\w+)", drawn))
    assert 'import_people -- "write" --> site_bucket' in drawn
    assert 'incoming_bucket -- "judge_upload" --> process_upload' in drawn
    assert 'scheduler -- "15 0 * * *" --> keep_house' in drawn
