"""What every peer shares: the problem, its cores, the clock and the report (one line of JSON on stdout).

Network: sizes[0] inputs, then populations of current-based LIF neurons with hard reset, plain weights (those of `loops` hear
themselves too, a step later):
  i(t) = b i(t-1) + W s_below(t);  u(t) = a u(t-1) (1 - s(t-1)) + i(t);  s(t) = u(t) >= 1, the reset detached,
  surrogate derivative 1 / (1 + slope |u - 1|)^2.
Loss: softmax cross-entropy of lossScale x output spike counts, a mean over the batch. Update: Adam on the weights.
"""

import argparse
import json
import os
import pathlib
import sys
import time


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("problem", type=pathlib.Path)
    parser.add_argument("--cores", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=8, help="how long to measure")
    parser.add_argument("--variant", default="")
    args = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: args.cores])
    for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = str(args.cores)
    return args


class Problem:
    """Read after `arguments()`: numpy starts its threads when it is imported."""

    def __init__(self, folder):
        import numpy as np

        self.folder = folder
        meta = json.loads((folder / "problem.json").read_text())
        self.steps, self.batch, self.sizes = meta["steps"], meta["batch"], meta["sizes"]
        self.decay, self.synapse, self.slope = meta["decay"], meta["synapse"], meta["slope"]
        self.loss_scale, self.rate = meta["lossScale"], meta["rate"]
        # populations that hear themselves, counted from the first hidden one; their weights stand behind the others'
        self.loops = meta["loops"]
        read = lambda name, kind: np.fromfile(folder / name, dtype=kind)
        self.labels = read("labels.u16", np.uint16).astype(np.int64)
        flat = read("weights.f32", np.float32)
        self.weights, at = [], 0
        shapes = list(zip(self.sizes, self.sizes[1:])) + [(self.sizes[k + 1], self.sizes[k + 1]) for k in self.loops]
        for sources, targets in shapes:
            self.weights.append(flat[at : at + sources * targets].reshape(targets, sources).copy())
            at += sources * targets
        offsets, times, units = read("offsets.u32", np.uint32), read("times.u16", np.uint16), read("units.u16", np.uint16)
        self.inputs = np.zeros((self.steps, self.batch, self.sizes[0]), np.float32)
        sample = np.repeat(np.arange(self.batch), np.diff(offsets.astype(np.int64)))
        self.inputs[times, sample, units] = 1


def report(name, problem, args, step, gradients=None, note=""):
    """Times `step()`, a whole training step. `gradients()`, called before any step, gives the weights' gradients (targets x sources)
    and the sum of the spike times, counted from 1, of every neuron (by layer, samples x neurons), for comparison."""
    import numpy as np

    def save(values, kind, ending):
        np.concatenate([np.asarray(v).ravel() for v in values]).astype(kind).tofile(problem.folder / f"{name}.{ending}")

    started = time.perf_counter()
    if gradients is not None:
        weights, signatures = gradients()
        save(weights, np.float32, "gradients.f32")
        save(signatures, np.uint32, "signatures.u32")
    if args.seconds == 0:
        return print(json.dumps({"name": name}))
    step()
    ready = time.perf_counter() - started
    step()
    times = []
    begun, worked = time.perf_counter(), time.process_time()
    while len(times) < 3 or time.perf_counter() - begun < args.seconds:
        before = time.perf_counter()
        step()
        times.append((time.perf_counter() - before) * 1000)
        if len(times) >= 200 or (len(times) >= 3 and time.perf_counter() - begun > args.seconds):
            break
    cpu = (time.process_time() - worked) * 1000 / len(times)
    times.sort()
    print(
        json.dumps(
            {
                "name": name,
                "ms": times[len(times) // 2],
                "fastest": times[0],
                "slowest": times[-1],
                "cpu": cpu,
                "repeats": len(times),
                "readySeconds": ready,
                "peakMegabytes": peak_megabytes(),
                "gradients": gradients is not None,
                "note": note,
                "versions": versions(),
            }
        )
    )
    sys.stdout.flush()


def peak_megabytes():
    """Highest resident size of this process; ru_maxrss would count the process that started it too."""
    try:
        for line in open("/proc/self/status"):
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)


def versions():
    from importlib.metadata import version

    return {name: version(name) for name in ("jax", "torch", "snntorch", "norse", "spikingjelly") if name in sys.modules}
