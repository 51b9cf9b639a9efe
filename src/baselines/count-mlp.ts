import type { Tensor2D, Variable } from "@tensorflow/tfjs"
import { product, scoped, tensorflow } from "../engine/tfjs/index.js"
import { checkOptions } from "../known-options.js"
import { random } from "../random.js"
import type { SpikeDataset } from "../spikes/index.js"
import type { RunOptions, TrainingData } from "../train/index.js"
import { type BaselineEpoch, BaselineRun, type Reporter } from "./baseline-run.js"
import { type Classifier, classifier } from "./classifier.js"
import { type PerceptronLayer, scoresOf, startLayers } from "./perceptron.js"
import { type Standardiser, standardise, standardiser } from "./standardise.js"

export interface CountMlpOptions extends RunOptions {
  /** Fixes start weights and the order of samples. */
  seed: number
  /** Passes over the training samples (30). */
  epochs?: number
  /** Sizes of the hidden layers ([128, 128]). */
  hidden?: readonly number[]
  /** With these, the epoch with the lowest validation loss is kept. */
  validation?: SpikeDataset
  /** Step size of Adam (1e-3). */
  rate?: number
  /** Samples an update (32). */
  batchSize?: number
}

/** A trained spike-count perceptron: plain numbers, and what it decides. */
export interface CountMlp extends Classifier {
  readonly kind: "countMlp"
  readonly layers: readonly PerceptronLayer[]
  readonly standardiser: Standardiser
  readonly history: readonly BaselineEpoch[]
  readonly stopped: boolean
}

/**
 * The paper's rate-only reference: a multi-layer perceptron on how often each unit spiked, standardised, blind to when.
 * Its accuracy is what spike counts alone carry.
 *
 * @param train samples, or an object that gives the samples of each epoch
 * @returns a run: await it for the classifier, iterate it for its epochs
 * @throws RangeError when there is nothing to train on, or an option is out of range
 */
export function countMlp(train: TrainingData, options: CountMlpOptions): BaselineRun<CountMlp> {
  checkOptions("countMlp", options, {
    seed: true,
    epochs: true,
    hidden: true,
    validation: true,
    rate: true,
    batchSize: true,
    signal: true,
    quiet: true,
  })
  const { seed, epochs = 30, hidden = [128, 128], rate = 1e-3, batchSize = 32, validation } = options
  for (const [name, value] of Object.entries({ epochs, batchSize, "a hidden size": Math.min(...hidden, 1) })) {
    if (!(Number.isInteger(value) && value > 0)) {
      throw new RangeError(`countMlp: ${name} is ${value}; give a whole number above 0.`)
    }
  }
  if (!(rate > 0)) throw new RangeError(`countMlp: rate is ${rate}; give a number above 0.`)
  const first = "epoch" in train ? train.epoch(1) : train
  if (first.length === 0) throw new RangeError("countMlp: there are no training samples.")
  const classes = first.classNames.length
  const scale = standardiser(first.counts(), first.unitCount)
  const start = startLayers([first.unitCount, ...hidden, classes], seed)

  const work = async (reporter: Reporter): Promise<CountMlp> => {
    const trainer = await perceptronTrainer(start, rate)
    let kept = start
    let lowest = Number.POSITIVE_INFINITY
    const history: BaselineEpoch[] = []
    try {
      for (let epoch = 1; epoch <= epochs && !reporter.stopped; epoch++) {
        const begun = performance.now()
        const data = epoch === 1 ? first : "epoch" in train ? train.epoch(epoch) : train
        const inputs = standardise(data.counts(), scale)
        const order = random(seed, 1000, epoch).shuffle(Uint32Array.from({ length: data.length }, (_, s) => s))
        for (let from = 0; from < data.length && !reporter.stopped; from += batchSize) {
          trainer.update(inputs, data.labels, order.subarray(from, from + batchSize))
          await reporter.step(from / data.length)
        }
        const layers = trainer.layers()
        const own = judge(layers, inputs, data)
        const held = validation && judge(layers, standardise(validation.counts(), scale), validation)
        const judged = (held ?? own).loss
        if (!held || judged < lowest) kept = layers
        lowest = Math.min(lowest, judged)
        if (reporter.stopped) break
        const done: BaselineEpoch = {
          epoch,
          ...own,
          ...(held && { validationLoss: held.loss, validationAccuracy: held.accuracy }),
          seconds: (performance.now() - begun) / 1000,
        }
        history.push(done)
        reporter.epoch(done)
      }
    } finally {
      trainer.dispose()
    }
    const scores = (data: SpikeDataset) => scoresOf(kept, standardise(data.counts(), scale), data.length)
    return {
      kind: "countMlp",
      layers: kept,
      standardiser: scale,
      history,
      stopped: history.length < epochs,
      ...classifier("countMlp", first.unitCount, classes, scores),
    }
  }
  return new BaselineRun("count MLP", epochs, work, options)
}

/** Cross-entropy and accuracy. */
function judge(layers: readonly PerceptronLayer[], inputs: Float32Array, data: SpikeDataset) {
  const scores = scoresOf(layers, inputs, data.length)
  const classes = scores.length / data.length
  let loss = 0
  let hits = 0
  for (let s = 0; s < data.length; s++) {
    const row = scores.subarray(s * classes, (s + 1) * classes)
    const largest = Math.max(...row)
    loss += largest + Math.log(row.reduce((sum, v) => sum + Math.exp(v - largest), 0)) - row[data.labels[s]]
    if (row.indexOf(largest) === data.labels[s]) hits++
  }
  return { loss: loss / data.length, accuracy: hits / data.length }
}

/** Adam on the softmax cross-entropy, in TensorFlow.js. */
async function perceptronTrainer(start: readonly PerceptronLayer[], rate: number) {
  const tf = await tensorflow()
  const adam = tf.train.adam(rate)
  const variables = scoped(tf, () =>
    start.map(({ weights, biases }) => ({
      weights: tf.variable(tf.tensor2d(weights, [weights.length / biases.length, biases.length])),
      biases: tf.variable(tf.tensor1d(biases)),
    })),
  )
  const parameters: Variable[] = variables.flatMap(({ weights, biases }) => [weights, biases])
  const classes = start[start.length - 1].biases.length
  const width = start[0].weights.length / start[0].biases.length
  return {
    update(inputs: Float32Array, labels: Uint16Array, samples: Uint32Array): void {
      scoped(tf, () => {
        const rows = new Float32Array(samples.length * width)
        for (const [row, s] of samples.entries()) rows.set(inputs.subarray(s * width, (s + 1) * width), row * width)
        const input = tf.tensor2d(rows, [samples.length, width])
        const wanted = tf.oneHot(
          tf.tensor1d(
            Int32Array.from(samples, (s) => labels[s]),
            "int32",
          ),
          classes,
        )
        adam.minimize(
          () => {
            let values: Tensor2D = input
            variables.forEach(({ weights, biases }, index) => {
              const sum = product(tf, values, weights as unknown as Tensor2D).add<Tensor2D>(biases)
              values = index < variables.length - 1 ? sum.relu() : sum
            })
            return tf.losses.softmaxCrossEntropy(wanted, values)
          },
          false,
          parameters,
        )
      })
    },
    layers: (): PerceptronLayer[] =>
      variables.map(({ weights, biases }) => ({
        weights: weights.dataSync<"float32">().slice(),
        biases: biases.dataSync<"float32">().slice(),
      })),
    dispose(): void {
      adam.dispose()
      for (const variable of parameters) variable.dispose()
    },
  }
}
