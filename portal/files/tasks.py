"""Background work on files: one that is owed a scan, and the sweep that finds them all."""

from uuid import UUID

from celery import shared_task

from . import scanning

SCAN = "portal.files.tasks.scan"


@shared_task(name=SCAN)
def scan(id: str) -> None:
    """Scan the file with this id, unless that is done. What cannot be scanned now the sweep finds."""
    try:
        scanning.scan(UUID(id))
    except (scanning.ScannerDown, scanning.NotScanned) as fault:
        scanning.logger.warning("Filen %s väntar på viruskontroll: %s", id, fault)


@shared_task(name="portal.files.tasks.sweep")
def sweep() -> dict[str, int]:
    """Scan what is owed. Counts of what was done."""
    return {"scans": scanning.sweep()}
