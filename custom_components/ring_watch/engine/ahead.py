"""What comes next is made while what came last is used."""

from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from queue import Queue, ShutDown


@contextmanager
def ahead[T](items: Generator[T], most: int) -> Generator[Iterator[T]]:
    """Have another thread take the items beforehand; gives an iterator over them.

    Up to ``most`` of them wait. What ``items`` raises comes after those before it. At
    the end ``items`` is closed, by that thread, which has ended then.
    """
    store: Queue[T] = Queue(most)

    def fetch() -> None:
        try:
            with closing(items):
                for item in items:
                    store.put(item)
        except ShutDown:
            return
        finally:
            store.shutdown()

    def taken() -> Iterator[T]:
        while True:
            try:
                item = store.get()
            except ShutDown:
                break
            yield item
        fetching.result()

    with ThreadPoolExecutor(1, thread_name_prefix="ahead") as thread:
        fetching = thread.submit(fetch)
        try:
            yield taken()
        finally:
            store.shutdown(immediate=True)
