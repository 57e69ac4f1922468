"""`make programmes` prints what a person is to read: it must keep working while the engine changes."""

from tests import programmes


def test_the_printed_programme_has_clock_times_titles_and_reasons(capsys):
    programmes.main(programmes.HARDEST[:1])

    printed = capsys.readouterr().out
    assert "TRYGG" in printed
    assert "09.00–09.10" in printed
    assert "Velkomen, mål og ramme" in printed
    assert "Alle får vite kvifor de er her" in printed
