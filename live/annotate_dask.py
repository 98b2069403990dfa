"""Films sent to a Dask cluster, which must see the same folders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from glyphcam.calibration.errors import MissingExtra, SettingError
from glyphcam.live.annotate_plan import Job
from glyphcam.live.annotate_pool import Done, annotate_job

CONNECT_S = 10


def annotate_on_cluster(jobs: Sequence[Job], address: str) -> Iterator[Done]:
    """Annotate the films on the cluster whose scheduler is at ``address``; yield each as it ends.

    MissingExtra without Dask, SettingError where no scheduler answers.
    """
    try:
        from distributed import Client, as_completed
    except ImportError as error:
        raise MissingExtra("dask", "--dask") from error
    try:
        client = Client(address, timeout=CONNECT_S, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise SettingError(
            f"no Dask scheduler answers at {address} within {CONNECT_S} s: start one with "
            "'dask scheduler' and workers with 'dask worker'"
        ) from error
    with client, client.as_current():
        films = {client.submit(annotate_job, job, pure=False): job for job in jobs}
        for future in as_completed(films):
            fault = future.exception()
            yield Done(films[future], future.result() if fault is None else f"{fault!r}")
