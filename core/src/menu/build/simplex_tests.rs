//! Small programs, against a textbook and against all points of a grid.

use super::*;
use crate::menu::build::random::Random;

fn close(one: f64, two: f64) -> bool {
    // The dictionary is kept to about nine digits.
    (one - two).abs() < 1e-6
}

#[test]
fn a_program_of_the_textbook_has_the_optimum_of_the_textbook() {
    // Chvatal, chapter 1: at most 13 = 5·2 + 4·0 + 3·1, written as what is left of 20.
    let mut simplex = Simplex::default();
    let rows = [(5.0, [2.0, 3.0, 1.0]), (11.0, [4.0, 1.0, 2.0]), (8.0, [3.0, 4.0, 2.0])];
    let at: Vec<usize> = rows.iter().map(|(most, _)| simplex.row(f64::NEG_INFINITY, *most)).collect();
    let profit = simplex.row(20.0, f64::INFINITY);
    for (variable, gain) in [5.0, 4.0, 3.0].into_iter().enumerate() {
        let mut column: Vec<(usize, f64)> = at.iter().zip(rows).map(|(row, (_, of))| (*row, of[variable])).collect();
        column.push((profit, gain));
        simplex.variable(0.0, (0.0, 10.0), column);
    }
    simplex.variable(1.0, (0.0, 100.0), vec![(profit, 1.0)]);
    simplex.begin();
    assert_eq!(simplex.solve(f64::INFINITY, 100), Outcome::Optimal);
    assert!(close(simplex.proven(), 7.0), "{}", simplex.proven());
    let point = simplex.point();
    assert!(close(point[0], 2.0) && close(point[1], 0.0) && close(point[2], 1.0), "{point:?}");
}

/// Every point of `{0, 1/3, 2/3, 1}⁴`.
fn grid() -> impl Iterator<Item = [f64; 4]> {
    (0..256_u32).map(|number| [1, 4, 16, 64].map(|place| f64::from(number / place % 4) / 3.0))
}

#[test]
fn nothing_that_keeps_the_rows_lies_under_what_is_proven_whatever_boxes_and_rows_come_later() {
    let mut random = Random::new(5);
    let (mut optimal, mut beyond) = (0, 0);
    for _ in 0..300 {
        let mut simplex = Simplex::default();
        let mut ranges = Vec::new();
        for _ in 0..3 {
            let low = 2.0 * random.share() - 1.5;
            let high = if random.below(2) == 0 { f64::INFINITY } else { low + random.share() };
            ranges.push((low, high));
            simplex.row(low, high);
        }
        let mut columns: Vec<(f64, [f64; 4])> = Vec::new();
        for _ in 0..4 {
            let cost = if random.below(3) == 0 { 0.0 } else { random.share() };
            let entries = [0, 1, 2, 3].map(|_| 4.0 * random.share() - 2.0);
            let column = (0..3).map(|row| (row, entries[row])).collect();
            simplex.variable(cost, (0.0, 1.0), column);
            columns.push((cost, entries));
        }
        simplex.begin();
        let mut boxes = [(0.0, 1.0); 4];
        for round in 0..6 {
            if round == 3 {
                let row = simplex.row(0.5, f64::INFINITY);
                let entries: Vec<(usize, f64)> = (0..4).map(|variable| (variable, columns[variable].1[3])).collect();
                simplex.join_row(row, &entries);
                ranges.push((0.5, f64::INFINITY));
            }
            if round > 0 {
                let at = random.below(4);
                boxes[at] = [(0.0, 1.0), (0.0, 0.0), (1.0, 1.0)][random.below(3)];
                simplex.set_box(at, boxes[at].0, boxes[at].1);
            }
            let outcome = simplex.solve(f64::INFINITY, 200);
            let sum = |point: &[f64], row: usize| (0..4).map(|at| columns[at].1[row] * point[at]).sum::<f64>();
            let keeps = |point: &[f64]| {
                let inside =
                    |(row, (low, high)): (usize, &(f64, f64))| (*low - 1e-6..=*high + 1e-6).contains(&sum(point, row));
                let boxed = point.iter().zip(&boxes).all(|(at, (low, high))| (*low - 1e-6..=*high + 1e-6).contains(at));
                boxed && ranges.iter().enumerate().all(inside)
            };
            let cost = |point: &[f64]| (0..4).map(|at| columns[at].0 * point[at]).sum::<f64>();
            let proven = simplex.proven();
            for point in grid().filter(|point| keeps(point)) {
                assert!(proven <= cost(&point) + 1e-6, "{proven} over {point:?}");
            }
            match outcome {
                Outcome::Optimal => {
                    let point = simplex.point();
                    assert!(keeps(&point) && close(cost(&point), proven), "{point:?} costs {} {proven}", cost(&point));
                    optimal += 1;
                }
                Outcome::Beyond => {
                    assert!(!grid().any(|point| keeps(&point)) && proven > 4.0, "{proven}");
                    beyond += 1;
                }
                Outcome::Stopped => panic!("a handful of pivots"),
            }
        }
    }
    assert!(optimal > 300 && beyond > 300, "{optimal} {beyond}");
}

#[test]
fn a_dictionary_made_anew_gives_the_same_optimum() {
    let mut simplex = Simplex::default();
    let rows: Vec<usize> = (0..3).map(|_| simplex.row(1.0, f64::INFINITY)).collect();
    for at in 0..3 {
        simplex.variable(1.0, (0.0, 1.0), vec![(rows[at], 2.0), (rows[(at + 1) % 3], 1.0)]);
    }
    simplex.begin();
    assert_eq!(simplex.solve(f64::INFINITY, 50), Outcome::Optimal);
    let before = simplex.proven();
    simplex.renew();
    assert_eq!(simplex.solve(f64::INFINITY, 50), Outcome::Optimal);
    assert!(close(before, simplex.proven()) && close(before, 1.0), "{before}");
}
