//! Logistic regression on sparse rows: soft targets, weighted rows, a normal prior on each weight.
//!
//! In: rows of (column, value), a target from 0 to 1 and a weight for each. Out: one weight a column, and a bias. The solver
//! is L-BFGS of the crate `argmin`; sums run in a fixed order, so the same rows give the same weights.

use argmin::core::{CostFunction, Error, Executor, Gradient};
use argmin::solver::linesearch::MoreThuenteLineSearch;
use argmin::solver::quasinewton::LBFGS;

/// Rows with few columns each.
#[derive(Default)]
pub struct Rows {
    starts: Vec<usize>,
    cells: Vec<(u32, f32)>,
}

impl Rows {
    /// Adds a row; columns in order, each once.
    pub fn push(&mut self, cells: impl IntoIterator<Item = (u32, f32)>) {
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        self.cells.extend(cells);
        self.starts.push(self.cells.len());
    }

    /// A row's cells.
    pub fn row(&self, row: usize) -> &[(u32, f32)] {
        &self.cells[self.starts[row]..self.starts[row + 1]]
    }
}

/// A row to learn from.
#[derive(Clone, Copy)]
pub struct Example {
    pub row: usize,
    /// 0 to 1.
    pub target: f64,
    /// How much it counts; 1 is a labelled post.
    pub weight: f64,
}

/// What is learned.
#[derive(Clone)]
pub struct Weights {
    pub bias: f64,
    /// By column.
    pub columns: Vec<f64>,
}

impl Weights {
    /// The sum for a row.
    pub fn logit(&self, row: &[(u32, f32)]) -> f64 {
        self.bias + row.iter().map(|&(column, value)| self.columns[column as usize] * f64::from(value)).sum::<f64>()
    }
}

struct Problem<'a> {
    rows: &'a Rows,
    examples: &'a [Example],
    columns: usize,
    /// Inverse variance of the prior.
    hold: f64,
}

impl Problem<'_> {
    fn logit(&self, weights: &[f64], example: &Example) -> f64 {
        let row = self.rows.row(example.row);
        weights[self.columns]
            + row.iter().map(|&(column, value)| weights[column as usize] * f64::from(value)).sum::<f64>()
    }
}

impl CostFunction for Problem<'_> {
    type Param = Vec<f64>;
    type Output = f64;

    fn cost(&self, weights: &Vec<f64>) -> Result<f64, Error> {
        let loss = |example: &Example| {
            let logit = self.logit(weights, example);
            // ln(1 + e^logit) - target · logit, without overflow.
            example.weight * (logit.max(0.0) + (-logit.abs()).exp().ln_1p() - example.target * logit)
        };
        let prior: f64 = weights[..self.columns].iter().map(|weight| weight * weight).sum();
        Ok(self.examples.iter().map(loss).sum::<f64>() + 0.5 * self.hold * prior)
    }
}

impl Gradient for Problem<'_> {
    type Param = Vec<f64>;
    type Gradient = Vec<f64>;

    fn gradient(&self, weights: &Vec<f64>) -> Result<Vec<f64>, Error> {
        let mut slope: Vec<f64> = weights.iter().map(|weight| weight * self.hold).collect();
        slope[self.columns] = 0.0;
        for example in self.examples {
            let error = example.weight * (1.0 / (1.0 + (-self.logit(weights, example)).exp()) - example.target);
            slope[self.columns] += error;
            for &(column, value) in self.rows.row(example.row) {
                slope[column as usize] += error * f64::from(value);
            }
        }
        Ok(slope)
    }
}

/// Rounds of the solver; the loss moves by less than a thousandth in the last.
const ROUNDS: u64 = 80;
/// Steps that L-BFGS remembers.
const MEMORY: usize = 7;

/// Learns the weights of one category. `hold`: how firmly weights are held to 0, the inverse variance of a normal prior.
pub fn learn(rows: &Rows, examples: &[Example], columns: usize, hold: f64) -> Weights {
    let problem = Problem { rows, examples, columns, hold };
    let lbfgs = LBFGS::new(MoreThuenteLineSearch::new(), MEMORY);
    let solved = Executor::new(problem, lbfgs)
        .configure(|state| state.param(vec![0.0; columns + 1]).max_iters(ROUNDS))
        .run()
        .expect("the loss is smooth and bounded below");
    let mut columns = solved.state.best_param.expect("the executor keeps the best point");
    let bias = columns.pop().unwrap_or_default();
    Weights { bias, columns }
}
