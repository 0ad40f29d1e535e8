"""Personnel files of cadres, civil servants, public employees and workers: career, appraisals, training (A19)."""
