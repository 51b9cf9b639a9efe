"""PyTorch with torch.compile. Whole windows unrolled take minutes to compile, so pieces of 20 steps are compiled."""

from torch_common import FastSigmoid, problem, torch, train

PIECE = 20


@torch.compile(dynamic=False)
def piece(currents, i, v):
    spikes = []
    for t in range(PIECE):
        i = problem.synapse * i + currents[t]
        u = problem.decay * v + i
        s = FastSigmoid.apply(u - 1)
        v = u * (1 - s.detach())
        spikes.append(s)
    return torch.stack(spikes), i, v


def layer(currents):
    i = v = torch.zeros_like(currents[0])
    spikes = []
    for part in currents.split(PIECE):
        s, i, v = piece(part, i, v)
        spikes.append(s)
    return torch.cat(spikes)


train("torch-compile", [layer] * (len(problem.sizes) - 1), note=f"compiled in pieces of {PIECE} steps")
