"""Fetches TensorFlow's C library and headers out of its wheel: FOLDER VERSION PYTHON PLATFORM SHA256.

The wheel is made for one Python, but only its C library is used, so any Python can fetch it.
"""

import pathlib
import subprocess
import sys
import tempfile
import zipfile

folder, version, python, platform, sha256 = sys.argv[1:]
target = pathlib.Path(folder)

with tempfile.TemporaryDirectory(dir=target) as scratch:
    wanted = pathlib.Path(scratch) / "wanted.txt"
    wanted.write_text(f"tensorflow-cpu=={version} --hash=sha256:{sha256}\n")
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--require-hashes"]
    command += ["--python-version", python, "--implementation", "cp", "--platform", platform]
    command += ["--progress-bar", "off", "--no-cache-dir", "--retries", "1", "--dest", scratch, "-r", str(wanted)]
    print("downloading 187 MB", flush=True)
    subprocess.run(command, check=True)
    (wheel,) = pathlib.Path(scratch).glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name.endswith("/"):
                continue
            if name in ("tensorflow/libtensorflow_cc.so.2", "tensorflow/libtensorflow_framework.so.2"):
                out = target / "lib" / pathlib.PurePosixPath(name).name
            elif name.startswith(("tensorflow/include/tensorflow/c/", "tensorflow/include/tensorflow/core/platform/",
                                  "tensorflow/include/tensorflow/tsl/")):
                out = target / pathlib.PurePosixPath(name).relative_to("tensorflow")
            else:
                continue
            print(f"unpacking {out.name}", flush=True)
            out.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(name) as source, open(out, "wb") as sink:
                while block := source.read(1 << 20):
                    sink.write(block)
