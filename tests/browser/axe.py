"""What axe-core finds wrong with a page."""

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"


def violations(page: Page, part: str | None = None) -> list[str]:
    """Check a page as it stands, dynamic parts included.

    Args:
        page: The page.
        part: The selector of the part to check, or None for the whole page.

    Returns:
        A text for each rule that is broken: its name, what it asks for, and the elements that break it.
    """
    if not page.evaluate("'axe' in window"):
        page.add_script_tag(path=AXE)
    found = page.evaluate(
        "(part) => axe.run(part ?? document).then(({ violations }) => violations)",
        part,
    )
    return ["\n  ".join([f"{rule['id']}: {rule['help']}", *(node["html"] for node in rule["nodes"])]) for rule in found]
