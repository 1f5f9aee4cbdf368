"""What happens in a worker process: one pass of one picture, drawn and encoded. Needs neither Django nor the database."""

import multiprocessing
import os
import signal
import threading
from io import BytesIO

NICENESS = 5  # pages stay quick while pictures are drawn
PREVIEW_QUALITY = 80


def begin():
    """Once in each worker: polite, single-threaded, deaf to Ctrl-C, and gone when its parent is."""
    # What a library may ask for is set before it is imported, which the first pass does.
    os.environ.update(dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1"))
    os.nice(NICENESS)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent():
    # A worker holds both ends of its own queue, so it would never learn that nobody is left to fill it.
    multiprocessing.parent_process().join()
    os._exit(1)


def paint(scene, seed, variation, size, is_final):
    """One pass: `size` is (width, height) in pixels. The last one as PNG, the others as WebP."""
    from PIL import Image

    from generations.artwork.rendering import render

    picture, file = Image.fromarray(render(scene, seed, variation, *size)), BytesIO()
    if is_final:
        picture.save(file, "PNG", compress_level=4)
    else:
        picture.save(file, "WEBP", quality=PREVIEW_QUALITY, method=2)
    return file.getvalue()
