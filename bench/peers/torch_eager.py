"""Plain PyTorch, eager."""

from torch_common import FastSigmoid, problem, torch, train


def layer(currents):
    i = v = torch.zeros_like(currents[0])
    spikes = []
    for current in currents.unbind(0):
        i = problem.synapse * i + current
        u = problem.decay * v + i
        s = FastSigmoid.apply(u - 1)
        v = u * (1 - s.detach())
        spikes.append(s)
    return torch.stack(spikes)


train("torch-eager", [layer] * (len(problem.sizes) - 1))
