DIFFERENCES = {"failing-500-handler": None}
