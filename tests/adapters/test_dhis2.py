"""Data value sets and plain tables are read as they come, and refused with the place."""

import json

import pytest

from ukur.adapters.dhis2 import read_data_values
from ukur.adapters.figure_table import read_figure_table
from ukur.domain.refusals import NotValid
from ukur.domain.sources import SourceValue, System


def data_values(*values: dict[str, object], **common: object) -> bytes:
    return json.dumps({"dataSet": "KIA", **common, "dataValues": list(values)}).encode()


def value(text: object = "12", **more: object) -> dict[str, object]:
    return {"dataElement": "K6", "period": "202609", "orgUnit": "PKM", "value": text, **more}


def refused(content: bytes) -> list[tuple[str, str]]:
    with pytest.raises(NotValid) as caught:
        read_data_values("kia.json", content)
    return [(problem.where, problem.code) for problem in caught.value.problems]


def test_a_value_keeps_its_place_its_comment_and_its_names() -> None:
    found = read_data_values("kia.json", data_values(value("12.50", comment="sementara")))
    assert found == (SourceValue("K6", "PKM", "202609", "12,5", "dataValues[0]", "sementara"),)


def test_period_and_unit_of_the_whole_set_count_where_a_value_has_none() -> None:
    raw = {"dataElement": "K6", "value": 7}
    (found,) = read_data_values("kia.json", data_values(raw, period="2026Q3", orgUnit="PKM"))
    assert (found.unit, found.period, found.text) == ("PKM", "2026Q3", "7")


@pytest.mark.parametrize(
    ("combos", "name"),
    [
        ({}, "K6"),
        ({"categoryOptionCombo": "HllvX50cXC0"}, "K6"),
        ({"categoryOptionCombo": "laki"}, "K6.laki"),
        ({"categoryOptionCombo": "laki", "attributeOptionCombo": "PONED"}, "K6.laki.PONED"),
        ({"attributeOptionCombo": "PONED"}, "K6.default.PONED"),
    ],
)
def test_an_element_that_is_broken_down_has_a_name_of_its_own(
    combos: dict[str, object], name: str
) -> None:
    (found,) = read_data_values("kia.json", data_values(value(**combos)))
    assert found.element == name


@pytest.mark.parametrize("text", ["1e999999999", "NaN", "12 orang", "9" * 30])
def test_what_is_no_plain_number_stays_as_it_is_written(text: str) -> None:
    (found,) = read_data_values("kia.json", data_values(value(text)))
    assert found.text == text


def test_numbers_of_json_are_never_floats() -> None:
    content = b'{"dataValues":[{"dataElement":"a","period":"2026","orgUnit":"b","value":0.1}]}'
    assert read_data_values("kia.json", content)[0].text == "0,1"
    (huge,) = read_data_values("kia.json", content.replace(b"0.1", b"1e999999999"))
    assert huge.text == "1e999999999"


def test_blank_and_deleted_values_are_none() -> None:
    gone = value(deleted=True)
    assert read_data_values("kia.json", data_values(value(""), value(None), gone)) == ()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 100_000, b'{"a":1}'])
def test_what_is_no_data_value_set_is_refused(content: bytes) -> None:
    assert refused(content)[0][1] in ("json_unreadable", "not_data_values")


def test_a_value_without_a_unit_is_told_at_its_place() -> None:
    assert refused(data_values(value(), value(orgUnit=""))) == [
        ("dataValues[1]", "data_value_incomplete")
    ]


def test_the_csv_of_a_data_value_set_is_known_by_its_columns() -> None:
    content = (
        b"dataelement,period,orgunit,categoryoptioncombo,value,storedby\nK6,202609,PKM,,12.5,x\n"
    )
    system, found = read_figure_table("kia.csv", content)
    assert system is System.DHIS2
    assert found == (SourceValue("K6", "PKM", "202609", "12,5", "kia, 2"),)


def test_a_long_table_is_read_by_our_own_columns() -> None:
    content = (
        b"kode unit;kode indikator;pembilang;penyebut;nilai;keterangan\n"
        b"PKM-01;IKU-01;18;25;;'-sementara\n"
        b"PKM-01;IKU-02;;;1.234,5;\n"
    )
    system, found = read_figure_table("isian.csv", content)
    assert system is System.CSV
    assert [(v.element, v.text, v.place, v.comment) for v in found] == [
        ("IKU-01 pembilang", "18", "isian!C2", "-sementara"),
        ("IKU-01 penyebut", "25", "isian!D2", "-sementara"),
        ("IKU-02 nilai", "1.234,5", "isian!E3", ""),
    ]


def test_a_wide_table_has_a_name_in_every_column() -> None:
    content = b"LAPORAN KIA\nNo,Puskesmas,Bulan,K6\n1,Melati,202609,12\n"
    _system, found = read_figure_table("kia.csv", content)
    assert found[1] == SourceValue("K6", "Melati", "202609", "12", "kia!D3")
    assert found[0].element == "No"


def test_a_table_without_units_is_refused() -> None:
    with pytest.raises(NotValid) as caught:
        read_figure_table("x.csv", b"a,b\n1,2\n")
    assert caught.value.problems[0].code == "unit_column_missing"
