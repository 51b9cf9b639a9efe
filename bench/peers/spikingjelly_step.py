"""SpikingJelly's CUBALIFNode in multi-step mode, its torch backend; the shared surrogate."""

from torch_common import FastSigmoid, problem, torch, train
from spikingjelly.activation_based import functional, neuron


class Spike(torch.nn.Module):
    def forward(self, distance):
        return FastSigmoid.apply(distance)


def node():
    made = neuron.CUBALIFNode(
        c_decay=problem.synapse, v_decay=problem.decay, v_threshold=1.0, v_reset=0.0, surrogate_function=Spike()
    )
    made.detach_reset = True
    functional.set_step_mode(made, "m")
    return made


nodes = [node() for _ in problem.sizes[1:]]
train("spikingjelly", nodes, reset=lambda: [functional.reset_net(n) for n in nodes])
