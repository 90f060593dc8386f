"""The invented sample year: what each office sends (`tth_2024`, `qt_2024`), how its file looks (`shapes`), the agreed figures (`truth`)."""
