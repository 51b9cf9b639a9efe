"""JAX, jit and scan. Variant "steps": one scan over time that runs all layers, as one writes it first.
Variant "layers": each layer's input current for all steps in one product, then a scan without products (needs a chain)."""

from common import Problem, arguments, report

args = arguments()
import jax
import jax.numpy as jnp

problem = Problem(args.problem)
a, b, slope = problem.decay, problem.synapse, problem.slope


@jax.custom_jvp
def spike(u):
    return (u >= 1).astype(u.dtype)


@spike.defjvp
def spike_jvp(primals, tangents):
    (u,), (du,) = primals, tangents
    return spike(u), du / (1 + slope * jnp.abs(u - 1)) ** 2


def neuron(state, current):
    i, v = state
    i = b * i + current
    u = a * v + i
    s = spike(u)
    return (i, u * (1 - jax.lax.stop_gradient(s))), s


def rest(size):
    zero = jnp.zeros((problem.batch, size), jnp.float32)
    return zero, zero


layers = len(problem.sizes) - 1
loops = problem.loops


def advance(weights, states, x):
    """One step of all populations; the state of one that hears itself holds its last spikes besides."""
    after, spikes = [], []
    for layer, (state, last) in enumerate(states):
        current = x @ weights[layer].T
        if layer in loops:
            current = current + last @ weights[layers + loops.index(layer)].T
        state, x = neuron(state, current)
        after.append((state, x if layer in loops else None))
        spikes.append(x)
    return after, spikes


def at_rest():
    return [(rest(size), rest(size)[0] if layer in loops else None) for layer, size in enumerate(problem.sizes[1:])]


def counts_by_steps(weights, inputs):
    def step(carry, x):
        states, counts = carry
        after, spikes = advance(weights, states, x)
        return (after, counts + spikes[-1]), None

    return jax.lax.scan(step, (at_rest(), rest(problem.sizes[-1])[0]), inputs)[0][1]


def counts_by_layers(weights, inputs):
    x = inputs
    for w, size in zip(weights, problem.sizes[1:]):
        x = jax.lax.scan(neuron, rest(size), x @ w.T)[1]
    return x.sum(0)


counts_of = {"steps": counts_by_steps, "layers": counts_by_layers}[args.variant or "steps"]


@jax.jit
def signatures(weights, inputs):
    """Of every neuron and sample, the sum of its spike times (counted from 1)."""

    def step(carry, at):
        states, sums = carry
        t, x = at
        after, spikes = advance(weights, states, x)
        return (after, [total + t * s for total, s in zip(sums, spikes)]), None

    sums = [rest(size)[0] for size in problem.sizes[1:]]
    times = jnp.arange(1, problem.steps + 1, dtype=jnp.float32)
    return jax.lax.scan(step, (at_rest(), sums), (times, inputs))[0][1]


def loss(weights, inputs, labels):
    scores = jax.nn.log_softmax(problem.loss_scale * counts_of(weights, inputs))
    return -jnp.take_along_axis(scores, labels[:, None], 1).mean()


def adam(weights, state, inputs, labels):
    g = jax.grad(loss)(weights, inputs, labels)
    n, means, squares = state
    n = n + 1
    means = [0.9 * m + 0.1 * d for m, d in zip(means, g)]
    squares = [0.999 * q + 0.001 * d * d for q, d in zip(squares, g)]
    fix = jnp.sqrt(1 - 0.999**n) / (1 - 0.9**n)
    return [w - problem.rate * fix * m / (jnp.sqrt(q) + 1e-8) for w, m, q in zip(weights, means, squares)], (n, means, squares)


update = jax.jit(adam)
inputs, labels = jnp.asarray(problem.inputs), jnp.asarray(problem.labels)
del problem.inputs
weights = [jnp.asarray(w) for w in problem.weights]
zeros = [jnp.zeros_like(w) for w in weights]
state = (jnp.float32(0), zeros, zeros)


def step():
    global weights, state
    weights, state = jax.block_until_ready(update(weights, state, inputs, labels))


def gradients():
    return jax.jit(jax.grad(loss))(weights, inputs, labels), signatures(weights, inputs)


report(f"jax-{args.variant or 'steps'}", problem, args, step, gradients)
