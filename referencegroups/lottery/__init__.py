"""The fair lottery: a pure engine with plain data in and out. It knows neither Django nor a database.

    task         Task(seats, quotas, volunteers)       what is asked for
    files        read_quotas, read_people              the same, from CSV
    feasibility  check(task)                           can it be done; if not, the smallest loosening
    chances      leximin(task)                         the fairest chances
    tickets      make_list(mixture)                    the numbered list with 10 000 tickets
    panel_list   PanelList                             what is published
    drawing      draw(panels, people, seed, reserves)  one ticket, by a seed from a public source

Nothing is imported here: only `feasibility`, `chances` and `tickets` need numpy and HiGHS, and a
web worker that shows a published list should not carry them.

Source: Flanigan, Gölz, Gupta, Hennig, Procaccia, "Fair algorithms for selecting citizens'
assemblies", Nature 596 (2021). Written from the article. Units and errors stand in each module.
"""
