DIFFERENCES = {"failing-500-handler": None}
CASES_OF_DIFFERENCES={}
