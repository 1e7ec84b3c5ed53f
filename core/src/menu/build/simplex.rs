//! A small linear program solved many times over with other bounds: the dual simplex method with bounded variables, on a
//! dense dictionary.
//!
//! `minimise c·x` where each variable lies in a box and each row `Σ a·x` in a range. Written as a dictionary: each basic
//! variable, a structural one or the activity of a row, as a sum over the nonbasic ones, which stand at one end of their box.
//! When boxes change, the basis stays dual feasible, for every box is finite: the next solution is a few pivots away.
//! Source: Chvátal, *Linear Programming*, 1983, chapters 8–10; the long step of the ratio test: Maros, *Computational
//! Techniques of the Simplex Method*, 2003, section 10.2.
//!
//! What catches people out:
//! - nothing here is believed: [`Simplex::proven`] takes the multipliers alone and works the bound out anew from the rows as
//!   they were given, so that a pivot gone wrong makes a bound weaker, never wrong;
//! - only sums, products and quotients, in a fixed order: the same on every device.

/// Smaller entries of a pivot row count as nothing.
const ENTRY: f64 = 1e-9;
/// Columns of the ratio test sorted at a time.
const SORTED: usize = 48;
/// How far outside its range a basic variable may lie.
const FEASIBLE: f64 = 1e-7;
/// Pivots between two looks at the objective.
const LOOK: u32 = 8;
/// Pivots after which the dictionary is made anew.
const FRESH: u32 = 400;

/// A variable or the activity of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Name {
    Variable(usize),
    Row(usize),
}

/// How a solution ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Optimal,
    /// No solution, or none under the limit given.
    Beyond,
    /// Too many pivots.
    Stopped,
}

/// One variable.
#[derive(Clone, Debug)]
struct Variable {
    cost: f64,
    low: f64,
    high: f64,
    column: Vec<(usize, f64)>,
}

/// The program and its dictionary.
#[derive(Clone, Debug, Default)]
pub(super) struct Simplex {
    variables: Vec<Variable>,
    ranges: Vec<(f64, f64)>,
    /// `[row][column]`: the dictionary.
    cells: Vec<Vec<f64>>,
    /// Reduced costs, those of the program and those with ties broken.
    costs: Vec<f64>,
    broken: Vec<f64>,
    basic: Vec<Name>,
    values: Vec<f64>,
    nonbasic: Vec<Name>,
    /// By column: whether it stands at the high end.
    high: Vec<bool>,
    pivots: u32,
    /// Multipliers of the rows that prove the last outcome.
    proof: Vec<f64>,
    /// What a row that cannot be kept is worth in the proof: more than any objective sought.
    much: f64,
}

impl Simplex {
    /// A row whose activity must lie in a range.
    pub fn row(&mut self, low: f64, high: f64) -> usize {
        self.ranges.push((low, high));
        self.ranges.len() - 1
    }

    /// A variable in a finite box, at a cost of nothing or more.
    pub fn variable(&mut self, cost: f64, (low, high): (f64, f64), column: Vec<(usize, f64)>) -> usize {
        self.variables.push(Variable { cost, low, high, column });
        self.variables.len() - 1
    }

    /// How many variables there are.
    pub const fn variables(&self) -> usize {
        self.variables.len()
    }

    pub fn column(&self, variable: usize) -> &[(usize, f64)] {
        &self.variables[variable].column
    }

    pub fn add_entry(&mut self, variable: usize, row: usize, value: f64) {
        self.variables[variable].column.push((row, value));
    }

    /// The box of a variable; the next solution keeps it.
    pub fn set_box(&mut self, variable: usize, low: f64, high: f64) {
        (self.variables[variable].low, self.variables[variable].high) = (low, high);
    }

    pub fn set_cost(&mut self, variable: usize, cost: f64) {
        self.variables[variable].cost = cost;
    }

    /// Reduced costs once more, after costs changed.
    pub fn price(&mut self) {
        let cost = |name: &Name, tie: bool| match name {
            Name::Variable(index) => self.variables[*index].cost + if tie { Self::tie(*index) } else { 0.0 },
            Name::Row(_) => 0.0,
        };
        for tie in [false, true] {
            let mut costs: Vec<f64> = self.nonbasic.iter().map(|name| cost(name, tie)).collect();
            for (name, cells) in self.basic.iter().zip(&self.cells) {
                let of_basic = cost(name, tie);
                if of_basic != 0.0 {
                    for (cost, cell) in costs.iter_mut().zip(cells) {
                        *cost += of_basic * cell;
                    }
                }
            }
            if tie { self.broken = costs } else { self.costs = costs }
        }
    }

    /// Ties between reduced costs are broken by so little, drawn by the number of the variable.
    fn tie(variable: usize) -> f64 {
        /// The cost of a tie.
        const TIE: f64 = 1e-7;
        let mixed = (variable as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
        TIE * (1.0 + mixed as f64 / (1_u64 << 24) as f64)
    }

    /// The dictionary in which every row is basic.
    pub fn begin(&mut self) {
        let (rows, columns) = (self.ranges.len(), self.variables.len());
        self.cells = vec![vec![0.0; columns]; rows];
        for (index, variable) in self.variables.iter().enumerate() {
            for &(row, value) in &variable.column {
                self.cells[row][index] += value;
            }
        }
        self.costs = self.variables.iter().map(|variable| variable.cost).collect();
        self.broken = (0..columns).map(|index| self.variables[index].cost + Self::tie(index)).collect();
        self.basic = (0..rows).map(Name::Row).collect();
        self.nonbasic = (0..columns).map(Name::Variable).collect();
        self.high = vec![false; columns];
        self.values = vec![0.0; rows];
        self.pivots = 0;
    }

    /// A new column at the low end of its box, priced by the rows as they stand.
    pub fn join(&mut self, variable: usize) {
        let Variable { cost, column, .. } = self.variables[variable].clone();
        let mut cells = vec![0.0; self.cells.len()];
        let (mut price, mut broken) = (cost, cost + Self::tie(variable));
        for (row, value) in column {
            if let Some(at) = self.nonbasic.iter().position(|name| *name == Name::Row(row)) {
                for (cell, of_row) in cells.iter_mut().zip(&self.cells) {
                    *cell -= value * of_row[at];
                }
                price -= value * self.costs[at];
                broken -= value * self.broken[at];
            } else {
                let at = self.basic.iter().position(|name| *name == Name::Row(row)).expect("basic or not");
                cells[at] += value;
            }
        }
        for (of_row, cell) in self.cells.iter_mut().zip(cells) {
            of_row.push(cell);
        }
        self.costs.push(price);
        self.broken.push(broken);
        self.nonbasic.push(Name::Variable(variable));
        self.high.push(false);
    }

    /// A new row, the last one added, basic.
    pub fn join_row(&mut self, row: usize, entries: &[(usize, f64)]) {
        let mut cells = vec![0.0; self.nonbasic.len()];
        for &(variable, value) in entries {
            self.variables[variable].column.push((row, value));
            if let Some(at) = self.nonbasic.iter().position(|name| *name == Name::Variable(variable)) {
                cells[at] += value;
            } else {
                let at = self.basic.iter().position(|name| *name == Name::Variable(variable)).expect("basic or not");
                for (cell, of_basic) in cells.iter_mut().zip(&self.cells[at]) {
                    *cell += value * of_basic;
                }
            }
        }
        self.cells.push(cells);
        self.basic.push(Name::Row(row));
        self.values.push(0.0);
    }

    fn range(&self, name: Name) -> (f64, f64) {
        match name {
            Name::Variable(index) => (self.variables[index].low, self.variables[index].high),
            Name::Row(index) => self.ranges[index],
        }
    }

    /// Where a nonbasic variable stands: at the end its reduced cost asks for.
    fn stand(&mut self) {
        for column in 0..self.nonbasic.len() {
            let (low, high) = self.range(self.nonbasic[column]);
            self.high[column] = high.is_finite() && (self.broken[column] < 0.0 || !low.is_finite());
        }
    }

    fn value(&self, column: usize) -> f64 {
        let (low, high) = self.range(self.nonbasic[column]);
        if self.high[column] { high } else { low }
    }

    fn evaluate(&mut self) {
        let standing: Vec<(usize, f64)> = (0..self.nonbasic.len())
            .map(|column| (column, self.value(column)))
            .filter(|(_, value)| *value != 0.0)
            .collect();
        for (value, cells) in self.values.iter_mut().zip(&self.cells) {
            *value = standing.iter().map(|(column, at)| cells[*column] * at).sum();
        }
    }

    /// Solves from where it stands; gives up once the optimum is known to lie above `limit`.
    pub fn solve(&mut self, limit: f64, most: u32) -> Outcome {
        if self.pivots > FRESH {
            self.renew();
        }
        self.much = 1e4_f64.max(if limit.is_finite() { 10.0 * limit } else { 0.0 });
        self.stand();
        self.evaluate();
        for pivots in 0..most {
            let Some((row, short)) = self.leaving() else {
                self.proof = self.multipliers(None);
                return Outcome::Optimal;
            };
            let column = match self.entering(row, short) {
                Ok(column) => column,
                Err(left) => {
                    self.proof = self.multipliers(Some((row, left)));
                    return Outcome::Beyond;
                }
            };
            self.pivot(row, column, short < 0.0);
            if pivots % LOOK == 0 && limit.is_finite() && self.objective() > limit + 1e-4 {
                self.proof = self.multipliers(None);
                if self.proven() > limit {
                    return Outcome::Beyond;
                }
            }
        }
        self.proof = self.multipliers(None);
        Outcome::Stopped
    }

    /// The objective at this basis.
    fn objective(&self) -> f64 {
        (0..self.nonbasic.len())
            .map(|column| if self.costs[column] == 0.0 { 0.0 } else { self.costs[column] * self.value(column) })
            .sum()
    }

    /// The row farthest outside its range for its length, and by how much: below it is positive.
    fn leaving(&self) -> Option<(usize, f64)> {
        let mut best: Option<(usize, f64, f64)> = None;
        for (row, (&name, &value)) in self.basic.iter().zip(&self.values).enumerate() {
            let (low, high) = self.range(name);
            let short = if value < low - FEASIBLE {
                low - value
            } else if value > high + FEASIBLE {
                high - value
            } else {
                continue;
            };
            let worth = short * short / length(&self.cells[row]);
            if best.is_none_or(|(_, _, known)| worth > known) {
                best = Some((row, short, worth));
            }
        }
        best.map(|(row, short, _)| (row, short))
    }

    /// The column that comes in: the ratio test with long steps, in which what can go from one end of its box to the other
    /// does so while the row stays short. By how much it is short for good when nothing brings it into its range.
    fn entering(&mut self, row: usize, short: f64) -> Result<usize, f64> {
        let sign = if short > 0.0 { 1.0 } else { -1.0 };
        let mut open: Vec<(f64, f64, usize)> = Vec::new();
        for (column, &cell) in self.cells[row].iter().enumerate() {
            let help = sign * if self.high[column] { -cell } else { cell };
            if help <= ENTRY {
                continue;
            }
            let (low, high) = self.range(self.nonbasic[column]);
            if high - low <= 0.0 {
                continue;
            }
            open.push((self.broken[column].abs() / help, help, column));
        }
        let order = |one: &(f64, f64, usize), two: &(f64, f64, usize)| {
            one.0.total_cmp(&two.0).then(two.1.total_cmp(&one.1)).then(one.2.cmp(&two.2))
        };
        let mut left = short.abs();
        let mut flipped: Vec<usize> = Vec::new();
        let mut chosen: Option<(f64, f64, usize)> = None;
        let mut rest = &mut open[..];
        // Few are needed, so that few are sorted at a time.
        'found: while !rest.is_empty() {
            let many = rest.len().min(SORTED);
            if many < rest.len() {
                rest.select_nth_unstable_by(many, order);
            }
            let (nearest, others) = rest.split_at_mut(many);
            nearest.sort_unstable_by(order);
            for at in 0..nearest.len() {
                let (ratio, help, column) = nearest[at];
                let (low, high) = self.range(self.nonbasic[column]);
                left -= help * (high - low);
                if left <= FEASIBLE {
                    // Of those nearly as near, the largest entry.
                    let near = nearest[at..].iter().take_while(|other| other.0 <= ratio + ENTRY);
                    chosen = near.copied().reduce(|best, other| if best.1 >= other.1 { best } else { other });
                    break 'found;
                }
                flipped.push(column);
            }
            rest = others;
        }
        let Some((_, _, column)) = chosen else { return Err(sign * left) };
        for flip in flipped {
            let (low, high) = self.range(self.nonbasic[flip]);
            let by = if self.high[flip] { low - high } else { high - low };
            self.high[flip] = !self.high[flip];
            for (value, cells) in self.values.iter_mut().zip(&self.cells) {
                *value += by * cells[flip];
            }
        }
        Ok(column)
    }

    /// Column in, row out, the row to the end of its range it lies beyond.
    fn pivot(&mut self, row: usize, column: usize, above: bool) {
        let (low, high) = self.range(self.basic[row]);
        let to = if above { high } else { low };
        let entry = self.cells[row][column];
        let step = (to - self.values[row]) / entry;
        let entered = self.value(column) + step;
        for (value, cells) in self.values.iter_mut().zip(&self.cells) {
            *value += step * cells[column];
        }
        self.exchange(row, column);
        self.values[row] = entered;
        self.high[column] = above;
        self.pivots += 1;
    }

    /// The dictionary with one basic and one nonbasic variable exchanged.
    fn exchange(&mut self, row: usize, column: usize) {
        let entry = self.cells[row][column];
        let mut solved = std::mem::take(&mut self.cells[row]);
        for cell in &mut solved {
            *cell /= -entry;
        }
        solved[column] = 1.0 / entry;
        let eliminate = |cells: &mut [f64]| {
            let by = cells[column];
            if by == 0.0 {
                return;
            }
            cells[column] = 0.0;
            for (cell, of_solved) in cells.iter_mut().zip(&solved) {
                *cell += by * of_solved;
            }
        };
        for cells in self.cells.iter_mut().filter(|cells| !cells.is_empty()) {
            eliminate(cells);
        }
        eliminate(&mut self.costs);
        eliminate(&mut self.broken);
        self.cells[row] = solved;
        std::mem::swap(&mut self.basic[row], &mut self.nonbasic[column]);
    }

    /// The same basis, its dictionary made anew from the rows as they were given.
    pub fn renew(&mut self) {
        let wanted: Vec<usize> = self
            .basic
            .iter()
            .filter_map(|name| if let Name::Variable(index) = name { Some(*index) } else { None })
            .collect();
        let leave: Vec<bool> = {
            let mut leave = vec![false; self.ranges.len()];
            for name in &self.nonbasic {
                if let Name::Row(index) = name {
                    leave[*index] = true;
                }
            }
            leave
        };
        self.begin();
        for index in wanted {
            let column = index;
            let mut best: Option<(usize, f64)> = None;
            for (row, name) in self.basic.iter().enumerate() {
                if matches!(name, Name::Row(row) if leave[*row]) {
                    let size = self.cells[row][column].abs();
                    if best.is_none_or(|(_, known)| size > known) {
                        best = Some((row, size));
                    }
                }
            }
            if let Some((row, size)) = best
                && size > 1e-7
            {
                self.exchange(row, column);
            }
        }
    }

    /// The multipliers of the rows at this basis; `beyond` adds the row that nothing brings into its range.
    fn multipliers(&self, beyond: Option<(usize, f64)>) -> Vec<f64> {
        let mut multipliers = vec![0.0; self.ranges.len()];
        for (column, name) in self.nonbasic.iter().enumerate() {
            if let Name::Row(index) = name {
                multipliers[*index] = self.costs[column];
            }
        }
        if let Some((row, short)) = beyond {
            let weight = self.much / short;
            for (column, name) in self.nonbasic.iter().enumerate() {
                if let Name::Row(index) = name {
                    multipliers[*index] -= weight * self.cells[row][column];
                }
            }
            if let Name::Row(index) = self.basic[row] {
                multipliers[index] += weight;
            }
        }
        multipliers
    }

    /// What no solution goes below, by the multipliers of the last outcome.
    ///
    /// `c·x = Σ (c − yA)·x + y·(Ax)`, each term at its least over its box or range: true of any multipliers whatever
    /// (Neumaier and Shcherbina, 2004).
    pub fn proven(&self) -> f64 {
        let mut sum = 0.0;
        for (multiplier, (low, high)) in self.proof.iter().zip(&self.ranges) {
            let towards = if *multiplier > 0.0 { low } else { high };
            // A side that is open takes no multiplier; `reduced` leaves it out as well.
            if *multiplier != 0.0 && towards.is_finite() {
                sum += multiplier * towards;
            }
        }
        for index in 0..self.variables.len() {
            let (reduced, variable) = (self.reduced(index), &self.variables[index]);
            sum += if reduced > 0.0 { reduced * variable.low } else { reduced * variable.high };
        }
        sum
    }

    /// What one unit of a variable adds at least, by the same multipliers.
    pub fn reduced(&self, index: usize) -> f64 {
        let variable = &self.variables[index];
        variable.cost - variable.column.iter().map(|(row, value)| self.multiplier(*row) * value).sum::<f64>()
    }

    fn multiplier(&self, row: usize) -> f64 {
        let multiplier = self.proof.get(row).copied().unwrap_or(0.0);
        let (low, high) = self.ranges[row];
        if (if multiplier > 0.0 { low } else { high }).is_finite() { multiplier } else { 0.0 }
    }

    /// The value of every variable.
    pub fn point(&self) -> Vec<f64> {
        let mut point = vec![0.0; self.variables.len()];
        for (column, name) in self.nonbasic.iter().enumerate() {
            if let Name::Variable(index) = name {
                point[*index] = self.value(column);
            }
        }
        for (name, value) in self.basic.iter().zip(&self.values) {
            if let Name::Variable(index) = name {
                point[*index] = *value;
            }
        }
        point
    }
}

/// 1 and the squares of a row's entries, in strands that need not wait for each other.
fn length(cells: &[f64]) -> f64 {
    const STRANDS: usize = 8;
    let mut strands = [0.0; STRANDS];
    let eights = cells.chunks_exact(STRANDS);
    let rest: f64 = eights.remainder().iter().map(|cell| cell * cell).sum();
    for eight in eights {
        for strand in 0..STRANDS {
            strands[strand] += eight[strand] * eight[strand];
        }
    }
    1.0 + rest + strands.iter().sum::<f64>()
}

#[cfg(test)]
#[path = "simplex_tests.rs"]
mod tests;
