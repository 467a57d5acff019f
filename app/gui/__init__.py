"""The window: one face of casework. Qt lives here and nowhere else."""
