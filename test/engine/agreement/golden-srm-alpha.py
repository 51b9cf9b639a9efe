"""Golden numbers of SLAYER's spike response model, from its closed form in 40-digit decimals: no recurrence, no library.

One input, one output. With e(k; tau) = k/tau exp(1 - k/tau):
  u(t) = w sum_in e(t - t_in; tau) - R theta sum_own e(t - t_own; tauRefractory), spike where u >= theta
  loss = (n/T - 0.2)^2; d loss / d w = 2 (n/T - 0.2) / T * sum_t surrogate(u(t)) sum_in e(t - t_in; tau)
"""
from decimal import Decimal as D, getcontext

getcontext().prec = 40


def kernel(tau, cut):
    e = lambda k: D(k) / D(tau) * (1 - D(k) / D(tau)).exp()
    end = 10**9
    if cut:
        end = int(tau) + 1
        while e(end) >= D("0.01"):
            end += 1
    return lambda k: e(k) if 0 < k < end else D(0)


def golden(weight, inputs, steps, theta, tau, tau_refractory, scale, cut, surrogate):
    e, refractory = kernel(tau, cut), kernel(tau_refractory, cut)
    heard = [sum((e(t - i) for i in inputs), D(0)) for t in range(steps)]
    u, spikes = [], []
    for t in range(steps):
        u.append(weight * heard[t] - scale * theta * sum((refractory(t - f) for f in spikes), D(0)))
        if u[t] >= theta:
            spikes.append(t)
    error = D(len(spikes)) / steps - D("0.2")
    gradient = 2 * error / steps * sum(surrogate(u[t]) * heard[t] for t in range(steps))
    print("u", *(f"{v:.6f}" for v in u))
    print("spikes", spikes, "loss", f"{error**2:.12f}", "gradient", f"{gradient:.12e}")


# the library's defaults; the refractory response keeps u(4) = 0.984 under the threshold
golden(D("1.2"), [0, 3], 8, D(1), 1, 2, D("0.5"), False, lambda u: 1 / (1 + 2 * abs(u - 1)) ** 2)
# the paper's: theta 10, tau_s 1, tau_ref 2, scale_ref 2, kernels cut under 1 %, surrogate 0.1/(0.1 theta) exp(-|u - theta|/(0.1 theta))
golden(D(14), [0, 1, 2, 9, 10, 20], 26, D(10), 1, 2, D(2), True, lambda u: D("0.1") * (-abs(u - 10)).exp())
