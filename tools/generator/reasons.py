def reasons_of(task, blocks, origins, wanted):
    return {}
