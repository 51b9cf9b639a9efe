"""Norse's LIF. Same potentials, with weights scaled; its gradient passes the reset and its surrogate has slope 1, so gradients are not compared."""

from torch_common import problem, torch, train
from norse.torch.functional.lif import LIFFeedForwardState, LIFParameters, lif_feed_forward_step

# v += k (i - v), i *= b with dt = 1: k = 1 - a
k = 1 - problem.decay
parameters = LIFParameters(
    tau_mem_inv=torch.tensor(k),
    tau_syn_inv=torch.tensor(1 - problem.synapse),
    v_leak=torch.tensor(0.0),
    v_reset=torch.tensor(0.0),
    v_th=torch.tensor(1.0),
    method="super",
    alpha=torch.tensor(float(problem.slope)),
)


def layer(currents):
    zero = torch.zeros_like(currents[0])
    state = LIFFeedForwardState(v=zero, i=zero)
    spikes = []
    for current in currents.unbind(0):
        s, state = lif_feed_forward_step(current, state, parameters, dt=1.0)
        spikes.append(s)
    return torch.stack(spikes)


train("norse", [layer] * (len(problem.sizes) - 1), scales=1 / k, comparable=False, note="own surrogate and reset gradient")
