"""What the PyTorch peers share. Every layer's input current for all steps is one product, then the neurons are stepped."""

from common import Problem, arguments, report

args = arguments()
import torch

torch.set_num_threads(args.cores)
torch.set_flush_denormal(True)
problem = Problem(args.problem)
inputs, labels = torch.from_numpy(problem.inputs), torch.from_numpy(problem.labels)


class FastSigmoid(torch.autograd.Function):
    @staticmethod
    def forward(ctx, distance):
        ctx.save_for_backward(distance)
        return (distance >= 0).to(distance.dtype)

    @staticmethod
    def backward(ctx, g):
        (distance,) = ctx.saved_tensors
        return g / (1 + problem.slope * distance.abs()) ** 2


def train(name, layers, scales=1.0, comparable=True, note="", reset=None):
    """`layers`: for each, a function from input currents to spikes, both steps x samples x neurons.
    `scales`: what the weights are multiplied with, where a package scales its current."""
    weights = [torch.nn.Parameter(torch.from_numpy(w) * scales) for w in problem.weights]
    optimiser = torch.optim.Adam(weights, lr=problem.rate)

    def backward():
        optimiser.zero_grad()
        if reset:
            reset()
        x, spikes = inputs, []
        for w, layer in zip(weights, layers):
            x = layer(torch.nn.functional.linear(x, w))
            spikes.append(x.detach())
        torch.nn.functional.cross_entropy(problem.loss_scale * x.sum(0), labels).backward()
        return spikes

    times = torch.arange(1, problem.steps + 1, dtype=torch.float32)

    def gradients():
        spikes = backward()
        return [w.grad.numpy().copy() for w in weights], [torch.einsum("t,tbn->bn", times, s).numpy() for s in spikes]

    def step():
        backward()
        optimiser.step()

    report(name, problem, args, step, gradients if comparable else None, note)
