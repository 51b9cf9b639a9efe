"""snnTorch's Synaptic neuron. Its reset to zero also silences the step after a spike, so its gradients are not compared."""

from torch_common import problem, torch, train
import snntorch
from snntorch import surrogate


def layer():
    cell = snntorch.Synaptic(
        alpha=problem.synapse,
        beta=problem.decay,
        threshold=1.0,
        spike_grad=surrogate.fast_sigmoid(slope=problem.slope),
        reset_mechanism="zero",
    )

    def run(currents):
        synapse, membrane = cell.reset_mem()
        spikes = []
        for current in currents.unbind(0):
            s, synapse, membrane = cell(current, synapse, membrane)
            spikes.append(s)
        return torch.stack(spikes)

    return run


train("snntorch", [layer() for _ in problem.sizes[1:]], comparable=False, note="own reset")
