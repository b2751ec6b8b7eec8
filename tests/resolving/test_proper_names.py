"""Names in capitals get their usual case."""

from __future__ import annotations

import pytest

from whimbrel.resolving.proper_names import proper_name


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("NURI_AL_MALIKI", "Nuri al-Maliki"),
        ("AL-MALIKI", "al-Maliki"),
        ("AL_GORE", "Al Gore"),
        ("FERNANDO_DE_LA_RUA", "Fernando de la Rua"),
        ("JEAN_MARIE_LE_PEN", "Jean Marie Le Pen"),
        ("RAMSAY_MACDONALD", "Ramsay MacDonald"),
        ("EMMANUEL_MACRON", "Emmanuel Macron"),
        ("PAUL_MCCARTNEY", "Paul McCartney"),
        ("MASSIMO_D'ALEMA", "Massimo D'Alema"),
        ("UMARU_MUSA_YAR'ADUA", "Umaru Musa Yar'Adua"),
        ("ZAYD_SA'ID", "Zayd Sa'id"),
        ("P.J._PATTERSON", "P.J. Patterson"),
        ("MOHAMMAD_ZIA_UL_HAQ", "Mohammad Zia ul-Haq"),
        ("CARL_XVI_GUSTAF", "Carl XVI Gustaf"),
        ("WIECZOREK-ZEUL", "Wieczorek-Zeul"),
        ("Haider al-Abadi", "Haider al-Abadi"),
    ],
)
def test_case(written: str, expected: str) -> None:
    assert proper_name(written) == expected
