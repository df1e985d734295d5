def read_figures(text: str) -> dict[str, str]:
    return {}
